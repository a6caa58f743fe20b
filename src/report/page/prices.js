// What a cadre or a household more would cost or save, by the multipliers of a lower bound; and what
// was decided beforehand.
const { prices } = data;
const money = (id, head, of) => whole(id, head, of, { text: (row) => (of(row) === null ? "" : points(of(row))), sort: (row) => of(row) ?? -Infinity });
const saved = (agency, slots) => prices.slots[agency.i] * slots;
const ranked = () => prices.quotas.filter(([, slots]) => slots > 0);
const priceNote = () => h("p", { class: "soft" }, t("prices-note", { bound: points(prices.bound) }));

function priceList() {
  return section(t("nav-prices"), priceNote(),
    h("h3", {}, t("prices-agencies")), h("p", { class: "soft" }, t("prices-agencies-note")), table({
      id: "agency-prices", caption: t("prices-agencies"), rows: agencies, start: { sort: "slot", down: true },
      filters: [{ id: "category", head: t("category"), of: (row) => row.category, options: options("category", categories) }],
      columns: [text("id", t("id"), (row) => row.id), linked("agency", t("agency"), "agency", (row) => row), money("slot", t("prices-slot"), (row) => saved(row, 1)), ...ranked().map(([rank, slots]) => money(rank, value("rank", rank), (row) => saved(row, slots)))],
    }),
    h("h3", {}, t("prices-villages")), h("p", { class: "soft" }, t("prices-villages-note")), table({
      id: "village-prices", caption: t("prices-villages"), rows: villages, start: { sort: "id" },
      filters: [{ id: "type", head: t("type"), of: (row) => row.type, options: options("type", types) }, { id: "township", head: t("township"), of: (row) => row.township, options: townships() }],
      columns: [text("id", t("id"), (row) => row.id), linked("village", t("village"), "village", (row) => row), text("township", t("township"), (row) => row.township),
        ...causes.map((cause, i) => money(cause, value("cause", cause), (row) => prices.households[row.i][i]))],
    }));
}
// Prices of one village or agency, in its own section.
function ownPrices(title, pairs) {
  return prices && pairs.length ? [h("h3", {}, title), priceNote(), facts(pairs.map(([name, price]) => [name, points(price)]))] : null;
}
const villagePrices = (village) => ownPrices(t("prices-village"), prices ? causes.map((cause, i) => [value("cause", cause), prices.households[village.i][i]]).filter(([, price]) => price !== null) : []);
const agencyPrices = (agency) => ownPrices(t("prices-agency"), prices ? ranked().map(([rank, slots]) => [value("rank", rank), saved(agency, slots)]) : []);

const named = new Map([...agencies, ...villages, ...cadres].map((one) => [one.id, [one.name, one.id].filter(Boolean).join(" ")]));
const called = (id) => named.get(id) ?? id;
function pinWords(pin) {
  const said = t("pin-" + pin.mode, { what: t("pin-" + pin.kind, { subject: called(pin.subject), object: called(pin.object) }) });
  return pin.reason ? t("pin-with-reason", { pin: said, reason: pin.reason }) : said;
}
function pinsOf(...ids) {
  const own = new Set(ids), pins = data.pins.filter((pin) => own.has(pin.subject) || own.has(pin.object));
  return pins.length ? [h("h3", {}, t("pins")), h("ul", { class: "pins" }, pins.map((pin) => h("li", {}, pinWords(pin))))] : null;
}
// What speaks of a household, or of its helper in its village.
const pinsOn = new Map();
for (const pin of data.pins) pinsOn.set(pin.object, [...(pinsOn.get(pin.object) ?? []), pin]);
const pinsOfPairing = (row) => [...(pinsOn.get(row.id) ?? []), ...(pinsOn.get(row.in.id) ?? []).filter((pin) => pin.subject === row.by?.id)];
