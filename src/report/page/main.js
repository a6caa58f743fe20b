// Where the reader is (the part after #), what is said around it, and the search over everything.
const views = {
  "": overview, villages: villageList, agencies: agencyList, pairings: pairingList, cadres: cadreList, secretaries: secretaryList, prices: priceList, changes: changeList,
  village: villageView, agency: agencyView, cadre: cadreView,
};
const parents = { village: "villages", agency: "agencies", cadre: "cadres" };
const tabs = () => ["overview", "villages", "agencies", "pairings", "cadres", data.teams && "secretaries", data.prices && "prices", data.changes && "changes"].filter(Boolean);

function decoded(part) {
  try { return decodeURIComponent(part); } catch { return part; }
}
function show(focus) {
  const [name, ...ids] = location.hash.slice(1).split("/");
  const lacks = (name === "changes" && !data.changes) || (name === "prices" && !data.prices);
  const known = Object.hasOwn(views, name) && !lacks ? name : "";
  shown = [];
  byId("main").replaceChildren(...[views[known](...ids.map(decoded))].flat(Infinity).filter(Boolean));
  byId("nav").querySelectorAll("a").forEach((anchor) => {
    if (anchor.dataset.view === (parents[known] ?? known)) anchor.setAttribute("aria-current", "page");
    else anchor.removeAttribute("aria-current");
  });
  const heading = byId("main").querySelector("h2");
  document.title = [known && heading?.textContent, t("title", { name: data.name })].filter(Boolean).join(" – ");
  if (focus) {
    window.scrollTo(0, 0);
    byId("main").focus({ preventScroll: true });
    byId("main").querySelector("tr.hit")?.scrollIntoView({ block: "center" });
  }
}
function frame() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  byId("skip").textContent = t("skip");
  byId("kicker").textContent = t("kicker", { year: data.year });
  byId("title").textContent = t("title", { name: data.name });
  byId("find-label").textContent = t("find");
  byId("find").placeholder = t("find");
  byId("hits").setAttribute("aria-label", t("hits"));
  byId("language").textContent = language === "zh" ? "English" : "中文";
  byId("language").lang = language === "zh" ? "en" : "zh-CN";
  byId("theme").textContent = t(dark() ? "theme-light" : "theme-dark");
  byId("print").textContent = t("print");
  byId("nav").setAttribute("aria-label", t("nav"));
  byId("nav").replaceChildren(h("ul", {}, tabs().map((tab) => {
    const name = tab === "overview" ? "" : tab;
    return h("li", {}, h("a", { href: "#" + name, "data-view": name }, t("nav-" + tab)));
  })));
  byId("footer").replaceChildren(h("p", {}, t("made", { version: data.version, digest: data.digest.slice(0, 12) }), " ", t(data.redacted ? "privacy-redacted" : "privacy-full")));
}

// Light or dark: as the system has it, until the reader says otherwise.
const system = window.matchMedia("(prefers-color-scheme: dark)");
let theme = null;
try { theme = localStorage.getItem("jiedui-theme"); } catch { /* no memory from a file */ }
const dark = () => (theme ?? (system.matches ? "dark" : "light")) === "dark";
const paint = () => { document.documentElement.dataset.theme = dark() ? "dark" : "light"; byId("theme").textContent = t(dark() ? "theme-light" : "theme-dark"); };
system.addEventListener("change", paint);
byId("theme").addEventListener("click", () => {
  theme = dark() ? "light" : "dark";
  try { localStorage.setItem("jiedui-theme", theme); } catch { /* no memory from a file */ }
  paint();
});
byId("language").addEventListener("click", () => { language = language === "zh" ? "en" : "zh"; frame(); show(false); });
byId("print").addEventListener("click", () => window.print());
byId("skip").addEventListener("click", (event) => { event.preventDefault(); byId("main").focus(); });

// The search over everything: villages and agencies first, then people and households.
const index = [
  ...villages.map((one) => [one, "village", `${one.id} ${one.name} ${one.township}`]),
  ...agencies.map((one) => [one, "agency", `${one.id} ${one.name}`]),
  ...cadres.map((one) => [one, "cadre", `${one.id} ${one.name}`]),
  ...households.map((one) => [one, "household", `${one.id} ${one.name ?? ""}`]),
].map(([one, kind, text]) => ({ one, kind, text: text.toLowerCase() }));
const address = ({ one, kind }) =>
  kind === "household" ? `#village/${encodeURIComponent(one.in.id)}/${encodeURIComponent(one.id)}` : `#${kind}/${encodeURIComponent(one.id)}`;
const find = byId("find"), hits = byId("hits");
let offered = [], at = -1;
function offer() {
  const needles = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  offered = needles.length ? index.filter(({ text }) => needles.every((needle) => text.includes(needle))).slice(0, 12) : [];
  at = offered.length ? 0 : -1;
  hits.replaceChildren(...offered.map((hit, i) =>
    h("li", { role: "option", id: "hit-" + i, "aria-selected": i === at ? "true" : "false", onpointerdown: (event) => event.preventDefault(), onclick: () => go(i) },
      h("span", {}, hit.kind === "household" ? [hit.one.id, hit.one.name].filter(Boolean).join(" ") : `${hit.one.name} ${hit.one.id}`),
      h("small", {}, hit.kind === "household" ? hit.one.in.name : hit.kind === "cadre" ? hit.one.of.name : t(hit.kind)))));
  if (needles.length && !offered.length) hits.append(h("li", { role: "option", "aria-disabled": "true" }, t("hits-none")));
  hits.hidden = !needles.length;
  find.setAttribute("aria-expanded", String(needles.length > 0));
  mark();
}
function mark() {
  [...hits.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
  if (at >= 0) find.setAttribute("aria-activedescendant", "hit-" + at);
  else find.removeAttribute("aria-activedescendant");
}
const shut = () => { hits.hidden = true; find.setAttribute("aria-expanded", "false"); };
const go = (i) => { if (offered[i]) { location.hash = address(offered[i]); find.value = ""; shut(); } };
find.addEventListener("input", offer);
find.addEventListener("blur", shut);
find.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    at = offered.length ? (at + (event.key === "ArrowDown" ? 1 : offered.length - 1)) % offered.length : -1;
    mark();
  } else if (event.key === "Enter") go(at);
  else if (event.key === "Escape") { find.value = ""; shut(); }
  else return;
  event.preventDefault();
});
window.addEventListener("hashchange", () => show(true));
frame();
paint();
show(false);
