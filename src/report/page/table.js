// Tables that search, filter, sort and turn pages. What the reader has set lasts while the page is
// open, also when the language is switched.
const settings = new Map();
let shown = []; // the tables on display, which print whole
const collator = new Intl.Collator("zh-Hans-CN", { numeric: true });
const SIZE = 50;

const setting = (id, start) => {
  if (!settings.has(id)) settings.set(id, { find: "", page: 0, sort: start?.sort ?? null, down: start?.down ?? false, filters: {} });
  return settings.get(id);
};

// columns: { id, head, text(row), sort?(row), cell?(row), number?, free? }; filters: { id, head, of(row), options }
function table({ id, caption, columns, rows, filters = [], start, tools = true, mark }) {
  const set = setting(id, start);
  let texts = null; // of all rows, once they are searched
  const found = (i) => (texts ??= rows.map((row) => columns.map((column) => column.text(row)).join("\u0001").toLowerCase()))[i];
  const body = h("tbody");
  const count = h("span", { class: "count", role: "status" });
  const earlier = h("button", { type: "button", onclick: () => turn(-1) }, t("page-earlier"));
  const later = h("button", { type: "button", onclick: () => turn(1) }, t("page-later"));
  const heads = columns.map((column) =>
    h("th", { scope: "col", class: column.number ? "number" : null },
      h("button", { type: "button", "data-sort": column.id, onclick: () => sort(column) }, column.head)));
  let picked = [];

  function pick() {
    const needles = set.find.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = filters.filter((filter) => set.filters[filter.id]);
    picked = [];
    rows.forEach((row, i) => {
      if (needles.every((needle) => found(i).includes(needle)) &&
        chosen.every((filter) => String(filter.of(row)) === set.filters[filter.id])) picked.push(row);
    });
    const by = columns.find((column) => column.id === set.sort);
    if (by) {
      const key = by.sort ?? by.text;
      const keyed = picked.map((row) => [key(row), row]);
      const compare = (x, y) => (typeof x === "number" && typeof y === "number" ? x - y : collator.compare(x ?? "", y ?? ""));
      keyed.sort(([x], [y]) => (set.down ? compare(y, x) : compare(x, y)));
      picked = keyed.map(([, row]) => row);
    }
    heads.forEach((head, i) => {
      if (columns[i].id !== set.sort) head.removeAttribute("aria-sort");
      else head.setAttribute("aria-sort", set.down ? "descending" : "ascending");
    });
  }
  function draw(whole) {
    const pages = Math.max(1, Math.ceil(picked.length / SIZE));
    set.page = Math.min(set.page, pages - 1);
    const part = whole ? picked : picked.slice(set.page * SIZE, (set.page + 1) * SIZE);
    body.replaceChildren(...part.map((row) =>
      h("tr", { class: mark?.(row) ? "hit" : null }, columns.map((column) =>
        h("td", { class: column.number ? "number" : column.free ? "free" : null }, column.cell ? column.cell(row) : column.text(row))))));
    const first = picked.length ? set.page * SIZE + 1 : 0;
    count.textContent = whole || picked.length <= SIZE
      ? t("rows", { shown: number(picked.length), all: number(rows.length) })
      : t("rows-part", { first: number(first), last: number(first + part.length - 1), shown: number(picked.length), all: number(rows.length) });
    earlier.disabled = set.page === 0;
    later.disabled = set.page >= pages - 1;
    earlier.hidden = later.hidden = pages === 1;
  }
  const again = () => { set.page = 0; pick(); draw(); };
  const turn = (by) => { set.page += by; draw(); };
  const sort = (column) => {
    if (set.sort !== column.id) { set.sort = column.id; set.down = Boolean(column.number); }
    else set.down = !set.down;
    again();
  };
  const sift = h("div", { class: "sift" },
    h("label", {}, t("search"), h("input", { type: "search", value: set.find, "data-table": id, oninput: (event) => { set.find = event.target.value; again(); } })),
    filters.map((filter) =>
      h("label", {}, filter.head, h("select", { "data-filter": filter.id, onchange: (event) => { set.filters[filter.id] = event.target.value; again(); } },
        h("option", { value: "" }, t("all")),
        filter.options.map(([key, name]) => h("option", { value: key, selected: set.filters[filter.id] === String(key) }, name))))),
    h("button", { type: "button", onclick: () => save(id, columns, picked) }, t("save-csv")));
  pick();
  const marked = mark ? picked.findIndex(mark) : -1;
  if (marked >= 0) set.page = Math.floor(marked / SIZE);
  draw();
  shown.push(draw);
  return h("div", { class: "listing" }, tools && sift,
    h("div", { class: "sheet", tabindex: "0", role: "region", "aria-label": caption },
      h("table", { id: "table-" + id }, h("caption", { class: "unseen" }, caption), h("thead", {}, h("tr", {}, heads)), body)),
    h("div", { class: "pages" }, count, earlier, later));
}

// Rows as CSV that Excel and WPS read; what looks like a formula is kept from being one.
function save(name, columns, rows) {
  const cell = (text) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return '"' + safe.replaceAll('"', '""') + '"';
  };
  const lines = [columns.map((column) => cell(column.head)), ...rows.map((row) => columns.map((column) => cell(column.text(row))))];
  const blob = new Blob(["\ufeff" + lines.map((line) => line.join(",")).join("\r\n") + "\r\n"], { type: "text/csv" });
  const url = URL.createObjectURL(blob);
  h("a", { href: url, download: name + ".csv" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
window.addEventListener("beforeprint", () => shown.forEach((draw) => draw(true)));
window.addEventListener("afterprint", () => shown.forEach((draw) => draw(false)));
