// The facts of the page, its words, and the small tools everything else is made of. Elements are
// made from text, never from markup, so that a name cannot become code.
const data = JSON.parse(document.getElementById("data").textContent);
const words = JSON.parse(document.getElementById("words").textContent);
let language = data.language;

const t = (id, values = {}) => {
  const text = words[language]["page-" + id] ?? words[language][id] ?? id;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
};
const value = (kind, name) => t(kind + "-" + name.replaceAll("_", "-"));
// Made once for each number of digits: to make one takes longer than to use it a hundred times.
const formats = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }));
const number = (n, digits = 0) => formats[digits].format(n);
const points = (millipoints) => number(millipoints / 1000, 3);
const km = (metres) => (metres === null ? "" : number(metres / 1000, 1));
// Rounded up, so that a gap is never told too small.
const percent = (ratio) => (Math.ceil(ratio * 10000 * (1 - 1e-12)) / 100).toFixed(2) + " %";

function fill(element, attributes, children) {
  for (const [name, to] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), to);
    else if (to === true) element.setAttribute(name, "");
    else if (to !== false && to !== null && to !== undefined) element.setAttribute(name, to);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}
const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const s = (tag, attributes, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
const byId = (id) => document.getElementById(id);
const tell = (text) => { byId("told").textContent = text; };

// Columns to records; `i` is the position other tables refer to.
const records = (columns) =>
  columns.id.map((_, i) => {
    const record = { i };
    for (const name of Object.keys(columns)) record[name] = columns[name][i];
    return record;
  });
const agencies = records(data.agencies);
const villages = records(data.villages);
const cadres = records(data.cadres);
const households = records(data.households);

for (const agency of agencies) Object.assign(agency, { leads: [], assists: [], cadres: [], helped: 0 });
for (const cadre of cadres) {
  cadre.of = agencies[cadre.agency];
  cadre.of.cadres.push(cadre);
  Object.assign(cadre, { households: [], seat: null });
}
for (const village of villages) {
  village.led = village.lead === null ? null : agencies[village.lead];
  village.led?.leads.push(village);
  village.by = village.assist.map((i) => agencies[i]);
  village.by.forEach((agency) => agency.assists.push(village));
  village.team = village.team.map(([role, i]) => {
    const seat = { role, cadre: cadres[i], village };
    cadres[i].seat ??= seat;
    return seat;
  });
  village.households = [];
}
for (const household of households) {
  household.in = villages[household.village];
  household.in.households.push(household);
  household.by = household.helper === null ? null : cadres[household.helper];
  household.was = household.before === null ? null : cadres[household.before];
  household.by?.households.push(household);
  if (household.by) household.by.of.helped += 1;
}
const secretaryOf = (village) => village.team.find((seat) => seat.role === "secretary")?.cadre ?? null;

const link = (kind, record) =>
  record ? h("a", { href: "#" + kind + "/" + encodeURIComponent(record.id) }, record.name || record.id) : t("nobody");
const outlines = {
  weak: "M0 -1.15L1.08 .8H-1.08Z",
  disorderly: "M0 -1.2L1.2 0L0 1.2L-1.2 0Z",
  poor: "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1 -1 0Z",
  specialised: "M-.9 -.9H.9V.9H-.9Z",
};
const glyph = (type) =>
  s("svg", { viewBox: "-1.4 -1.4 2.8 2.8", "aria-hidden": "true" }, s("path", { d: outlines[type], class: type }));
const badge = (type) => h("span", { class: "badge is-" + type }, glyph(type), value("type", type));
const facts = (pairs) =>
  h("dl", { class: "facts" }, pairs.filter(Boolean).map(([name, ...what]) => [h("dt", {}, name), h("dd", {}, what)]));
const list = (items) => (items.length ? items.flatMap((item, i) => (i ? [t("comma"), item] : [item])) : t("nobody"));
