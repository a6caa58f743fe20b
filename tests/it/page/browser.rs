//! A page in headless Chromium, read and used as a person would.

use std::ffi::OsStr;
use std::fs;
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

use headless_chrome::protocol::cdp::types::Event;
use headless_chrome::protocol::cdp::{Emulation, Network};
use headless_chrome::{Browser, LaunchOptions, Tab};
use serde_json::Value;
use tempfile::TempDir;

/// Keep Chromium from calling anywhere by itself.
const QUIET: [&str; 7] = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--lang=en",
];

/// How long a page may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// An open page.
pub(super) struct Reader {
    tab: Arc<Tab>,
    heard: Arc<Mutex<Heard>>,
    address: String,
    _browser: Browser,
    _folder: TempDir,
}

/// What the browser tells of the page.
#[derive(Default)]
struct Heard {
    /// Messages of the console, and what went wrong.
    said: Vec<String>,
    /// Addresses that were asked for.
    asked: Vec<String>,
}

impl Reader {
    /// Opens a page from a file.
    pub(super) fn of(html: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("index.html");
        fs::write(&file, html).unwrap();
        let options = LaunchOptions {
            sandbox: false,
            idle_browser_timeout: PATIENCE,
            window_size: Some((1280, 900)),
            user_data_dir: Some(folder.path().join("profile")),
            args: QUIET.iter().map(OsStr::new).collect(),
            ..LaunchOptions::default()
        };
        let browser = Browser::new(options).unwrap_or_else(|error| {
            panic!("Chromium, which `make deps` installs, does not start: {error}")
        });
        let tab = browser.new_tab().unwrap();
        tab.set_default_timeout(PATIENCE);
        let heard = Arc::new(Mutex::new(Heard::default()));
        listen(&tab, &heard);
        let address = format!("file://{}", file.display());
        let reader = Self { tab, heard, address, _browser: browser, _folder: folder };
        reader.go("");
        reader
    }

    /// Loads the page with this fragment.
    pub(super) fn go(&self, fragment: &str) {
        self.tab.navigate_to(&format!("{}{fragment}", self.address)).unwrap();
        self.until("document.readyState === 'complete' && document.querySelector('#nav a')");
    }

    /// The value of an expression.
    pub(super) fn eval(&self, expression: &str) -> Value {
        let text = format!("JSON.stringify({expression}) ?? 'null'");
        let found = self.tab.evaluate(&text, false);
        let found = found.unwrap_or_else(|error| panic!("{expression}: {error}"));
        serde_json::from_str(found.value.unwrap().as_str().unwrap()).unwrap()
    }

    pub(super) fn text(&self, selector: &str) -> String {
        let found = self.eval(&format!("document.querySelector({selector:?})?.textContent"));
        found.as_str().unwrap_or_else(|| panic!("there is no {selector}")).to_owned()
    }

    pub(super) fn texts(&self, selector: &str) -> Vec<String> {
        let all = format!("[...document.querySelectorAll({selector:?})].map((e) => e.textContent)");
        serde_json::from_value(self.eval(&all)).unwrap()
    }

    /// Waits until an expression holds.
    pub(super) fn until(&self, expression: &str) {
        let start = Instant::now();
        while self.eval(&format!("Boolean({expression})")) != Value::Bool(true) {
            assert!(start.elapsed() < PATIENCE, "{expression} never holds");
            sleep(Duration::from_millis(20));
        }
    }

    /// Clicks with the mouse.
    pub(super) fn click(&self, selector: &str) {
        self.tab.wait_for_element(selector).unwrap().click().unwrap();
    }

    /// Clicks an element, types, and presses a key if one is named.
    pub(super) fn enter(&self, selector: &str, text: &str, key: Option<&str>) {
        self.click(selector);
        self.tab.type_str(text).unwrap();
        if let Some(key) = key {
            self.press(key);
        }
    }

    pub(super) fn press(&self, key: &str) {
        self.tab.press_key(key).unwrap();
    }

    /// A screen of this size.
    pub(super) fn resize(&self, width: u32, height: u32) {
        let metrics = Emulation::SetDeviceMetricsOverride {
            width,
            height,
            device_scale_factor: 1.0,
            mobile: width < 600,
            scale: None,
            screen_width: None,
            screen_height: None,
            position_x: None,
            position_y: None,
            dont_set_visible_size: None,
            screen_orientation: None,
            viewport: None,
            display_feature: None,
            device_posture: None,
        };
        self.tab.call_method(metrics).unwrap();
    }

    /// The page as it is printed.
    pub(super) fn printed(&self) -> Vec<u8> {
        self.tab.print_to_pdf(None).unwrap()
    }

    /// The page was quiet, and asked for nothing but itself.
    pub(super) fn is_content(&self) {
        let heard = self.heard.lock().unwrap();
        assert_eq!(heard.said, Vec::<String>::new());
        assert!(!heard.asked.is_empty(), "the test sees no requests");
        for asked in &heard.asked {
            let own = asked.split('#').next() == Some(&self.address);
            assert!(own || asked.starts_with("data:") || asked.starts_with("blob:"), "{asked}");
        }
    }
}

fn listen(tab: &Arc<Tab>, heard: &Arc<Mutex<Heard>>) {
    let into = Arc::clone(heard);
    let listener = move |event: &Event| {
        let mut heard = into.lock().unwrap();
        match event {
            Event::LogEntryAdded(entry) => heard.said.push(entry.params.entry.text.clone()),
            Event::RuntimeExceptionThrown(thrown) => {
                heard.said.push(format!("{:?}", thrown.params.exception_details));
            }
            Event::RuntimeConsoleAPICalled(called) => {
                heard.said.push(format!("{:?}", called.params.args));
            }
            Event::NetworkRequestWillBeSent(sent) => {
                heard.asked.push(sent.params.request.url.clone());
            }
            _ => {}
        }
    };
    tab.add_event_listener(Arc::new(listener)).unwrap();
    tab.enable_log().unwrap();
    tab.enable_runtime().unwrap();
    let network = Network::Enable {
        max_total_buffer_size: None,
        max_resource_buffer_size: None,
        max_post_data_size: None,
        report_direct_socket_traffic: None,
        enable_durable_messages: None,
    };
    tab.call_method(network).unwrap();
}
