// What each part of the page shows. A view is a function from an id to elements.
const text = (id, head, of, more) => ({ id, head, text: (row) => String(of(row) ?? ""), ...more });
const whole = (id, head, of, more) => ({ id, head, text: (row) => (of(row) === null ? "" : number(of(row))), sort: (row) => of(row) ?? -1, number: true, ...more });
const options = (kind, names) => names.map((name) => [name, value(kind, name)]);
const townships = () => [...new Set(villages.map((village) => village.township))].sort(collator.compare).map((name) => [name, name]);
const linked = (id, head, kind, of, more) => text(id, head, (row) => of(row)?.name || of(row)?.id || "", { cell: (row) => (of(row) ? link(kind, of(row)) : t("nobody")), ...more });
const post = (cadre) => value("role", cadre.role);

const section = (title, ...what) => h("section", {}, h("h2", {}, title), what);

function warnings() {
  const { violations, notes } = data.cost;
  return [
    violations.length ? h("div", { class: "warn" }, h("b", {}, t("broken", { n: number(violations.length) })),
      h("ul", {}, violations.map((broken) => h("li", {}, `${broken.rule} [${broken.subjects.join(" ")}] ${broken.said[language]}`)))) : null,
    notes.map((note) => h("p", { class: "warn" }, t(note))),
  ];
}
function figures() {
  const { cost, statistics: all } = data;
  const entry = (name, figure, note, good) => h("div", {}, h("dt", {}, name), h("dd", { class: good ? "good" : null }, figure), note ? h("dd", {}, note) : null);
  const known = cost.bound !== null;
  const gap = !known ? t("unknown") : cost.status === "optimal" || cost.objective === cost.bound ? t("gap-none") : percent((cost.objective - cost.bound) / cost.objective);
  return h("dl", { class: "figures" },
    entry(t("objective"), points(cost.objective), t("objective-note")),
    entry(t("bound"), known ? points(cost.bound) : t("unknown"), known ? t("bound-note") : t("bound-unknown")),
    entry(t("gap"), gap, !known ? null : cost.status === "optimal" ? t("gap-optimal") : t("gap-note"), cost.status === "optimal"),
    entry(t("covered"), `${number(all.households_helped)} / ${number(all.households)}`, t("covered-note"), all.households_helped === all.households),
    entry(t("matched"), `${number(all.villages_matched)} / ${number(all.villages)}`, t("matched-note")),
    entry(t("attachments"), number(all.attachments), t("attachments-note", { n: number(Math.max(0, all.attachments - all.villages)) })),
    entry(t("way"), t("km", { n: km(all.mean_metres) }), t("way-note", { worst: km(all.worst_metres) })),
    data.changes ? entry(t("changed"), number(households.filter(changed).length), t("changed-note", { n: number(data.changes.known) })) : null);
}
const teamTable = (village) =>
  village.team.length
    ? h("div", { class: "sheet" }, h("table", { class: "team" }, h("caption", { class: "unseen" }, t("team")),
        h("thead", {}, h("tr", {}, [t("seat"), t("name"), t("agency"), t("post"), t("contact")].map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", {}, village.team.map(({ role, cadre }) =>
          h("tr", {}, h("th", { scope: "row" }, value("seat", role)), h("td", {}, link("cadre", cadre)), h("td", {}, link("agency", cadre.of)), h("td", {}, post(cadre)), h("td", {}, cadre.phone))))))
    : h("p", { class: "soft" }, t("team-none"));
function panel(village) {
  if (!village) {
    return [h("p", { class: "soft" }, t("panel-empty")), townships().map(([town]) => [h("h4", {}, town),
      h("p", {}, villages.filter((one) => one.township === town).map((one) => h("button", { type: "button", class: "plain is-" + one.type, onclick: () => { byId("map")?.choose(one); byId("panel").focus(); } }, glyph(one.type), one.name)))])];
  }
  return [
    h("h3", {}, link("village", village), " ", badge(village.type)),
    facts([[t("township"), village.township], [t("lead"), link("agency", village.led)], [t("assist"), list(village.by.map((agency) => link("agency", agency)))], [t("households"), number(village.households.length)]]),
    village.team.length ? h("dl", { class: "facts team" }, village.team.map(({ role, cadre }) => [h("dt", {}, value("seat", role)), h("dd", {}, link("cadre", cadre), " ", h("span", { class: "soft" }, cadre.phone))])) : h("p", { class: "soft" }, t("team-none")),
    h("p", {}, h("a", { href: "#village/" + encodeURIComponent(village.id) }, t("panel-more"))),
    h("p", {}, h("button", { type: "button", onclick: () => { byId("map")?.choose(null); byId("panel").focus(); } }, t("panel-back"))),
  ];
}
function overview() {
  const side = h("aside", { class: "panel", id: "panel", tabindex: "-1", "aria-label": t("panel-label") }, panel(chosen));
  return [warnings(), h("h2", { class: "unseen" }, t("nav-overview")), figures(),
    h("div", { class: "split" }, map((village) => side.replaceChildren(...[panel(village)].flat())), side),
    h("h2", {}, t("distributions")),
    distributions()];
}

const household = {
  own: () => [text("id", t("household"), (row) => row.id), data.with_names && text("name", t("householder"), (row) => row.name)].filter(Boolean),
  more: () => [text("hamlet", t("hamlet"), (row) => row.hamlet), whole("members", t("members"), (row) => row.members), text("cause", t("cause"), (row) => value("cause", row.cause))],
  by: (rows) => [linked("helper", t("helper"), "cadre", (row) => row.by), linked("agency", t("agency"), "agency", (row) => row.by?.of), text("phone", t("contact"), (row) => row.by?.phone),
    whole("km", t("way-km"), (row) => row.metres, { text: (row) => km(row.metres) }), data.changes && text("changed", t("change"), (row) => (changed(row) ? t("changed-yes") : "")),
    rows.some((row) => pinsOfPairing(row).length) && text("pins", t("pins"), (row) => pinsOfPairing(row).map(pinWords).join("; "), { free: true })].filter(Boolean),
};
const changed = (row) => Boolean(row.was) && row.by !== row.was;
const causes = ["illness", "disability", "schooling", "labour", "funds", "skills"];
const types = Object.keys(outlines);
const ranks = ["deputy_county", "section", "deputy_section", "staff"];
const categories = ["party_mass", "political_legal", "economic", "agricultural", "general"];

function villageList() {
  return section(t("nav-villages"), table({
    id: "villages", caption: t("nav-villages"), rows: villages, start: { sort: "id" },
    filters: [{ id: "type", head: t("type"), of: (row) => row.type, options: options("type", types) }, { id: "township", head: t("township"), of: (row) => row.township, options: townships() }],
    columns: [text("id", t("id"), (row) => row.id), text("name", t("village"), (row) => row.name, { cell: (row) => link("village", row) }), text("township", t("township"), (row) => row.township),
      text("type", t("type"), (row) => value("type", row.type), { cell: (row) => badge(row.type) }), linked("lead", t("lead"), "agency", (row) => row.led),
      text("assist", t("assist"), (row) => row.by.map((agency) => agency.name).join(t("comma")), { free: true, cell: (row) => list(row.by.map((agency) => link("agency", agency))) }),
      linked("secretary", t("secretary"), "cadre", secretaryOf), whole("households", t("households"), (row) => row.households.length)],
  }), h("p", {}, h("button", { type: "button", id: "print-villages", onclick: printVillages }, t("print-villages"))));
}
// All village sections on sheets of their own, for the printer.
function printVillages() {
  const main = byId("main"), kept = [...main.childNodes], live = shown;
  shown = [];
  main.replaceChildren(...villages.map((village) => h("section", { class: "leaf" }, villageLeaf(village))));
  const back = () => { main.replaceChildren(...kept); shown = live; };
  window.addEventListener("afterprint", back, { once: true });
  window.print();
}
function villageLeaf(village, hit) {
  return [
    h("h2", {}, village.name, " ", badge(village.type)),
    facts([[t("id"), village.id], [t("township"), village.township], [t("lead"), link("agency", village.led)], [t("assist"), list(village.by.map((agency) => link("agency", agency)))]]),
    h("h3", {}, t("team")), teamTable(village), pinsOf(village.id, ...village.households.map((row) => row.id)),
    h("h3", {}, t("pairings-n", { n: number(village.households.length) })),
    table({ id: "village-" + village.i, caption: t("nav-pairings"), rows: village.households, start: { sort: "id" }, tools: village.households.length > 20 && hit !== undefined, mark: (row) => row.id === hit, columns: [...household.own(), ...household.more(), ...household.by(village.households)] }),
    villagePrices(village),
  ];
}
function villageView(id, hit) {
  const village = villages.find((one) => one.id === id);
  if (!village) return missing(id);
  const beside = (by, words, rel) => { const other = villages[village.i + by]; return other ? h("a", { href: "#village/" + encodeURIComponent(other.id), rel }, t(words, { name: other.name })) : h("span"); };
  return h("section", {}, h("div", { class: "bar-row no-print" }, h("a", { href: "#villages" }, t("back-villages")), h("span", {}, beside(-1, "earlier", "prev"), " ", beside(1, "later", "next"))), villageLeaf(village, hit ?? ""));
}
const missing = (id) => h("p", { class: "warn" }, t("missing", { id }));

function agencyList() {
  return section(t("nav-agencies"), table({
    id: "agencies", caption: t("nav-agencies"), rows: agencies, start: { sort: "id" },
    filters: [{ id: "category", head: t("category"), of: (row) => row.category, options: options("category", categories) }],
    columns: [text("id", t("id"), (row) => row.id), text("name", t("agency"), (row) => row.name, { cell: (row) => link("agency", row) }), text("category", t("category"), (row) => value("category", row.category)),
      text("leads", t("leads"), (row) => row.leads.map((village) => village.name).join(t("comma")), { free: true, cell: (row) => list(row.leads.map((village) => link("village", village))) }),
      text("assists", t("assists"), (row) => row.assists.map((village) => village.name).join(t("comma")), { free: true, cell: (row) => list(row.assists.map((village) => link("village", village))) }),
      whole("cadres", t("cadres"), (row) => row.cadres.length), whole("slots", t("quota"), (row) => row.slots), whole("helped", t("households"), (row) => row.helped),
      whole("fair", t("fair"), (row) => row.fair / 1000, { text: (row) => number(row.fair / 1000, 1) })],
  }));
}
const cadreColumns = (withAgency) => [
  text("id", t("id"), (row) => row.id), text("name", t("name"), (row) => row.name, { cell: (row) => link("cadre", row) }), withAgency && linked("agency", t("agency"), "agency", (row) => row.of),
  text("rank", t("rank"), (row) => value("rank", row.rank), { sort: (row) => ranks.indexOf(row.rank) }), text("role", t("post"), post), text("phone", t("contact"), (row) => row.phone),
  text("seat", t("seat-column"), (row) => (row.seat ? `${row.seat.village.name} · ${value("seat", row.seat.role)}` : "")),
  linked("posted", t("posted"), "village", postedTo, { cell: (row) => (postedTo(row) ? link("village", postedTo(row)) : "") }),
  whole("households", t("households"), (row) => row.households.length), whole("quota", t("quota"), (row) => row.quota), text("available", t("on-duty"), (row) => (row.available ? t("yes") : t("no"))),
].filter(Boolean);
const postedTo = (cadre) => cadre.seat?.village ?? cadre.households[0]?.in ?? null;
function agencyView(id) {
  const agency = agencies.find((one) => one.id === id);
  if (!agency) return missing(id);
  return h("section", {}, h("div", { class: "bar-row no-print" }, h("a", { href: "#agencies" }, t("back-agencies"))), h("h2", {}, agency.name),
    facts([[t("id"), agency.id], [t("category"), value("category", agency.category)], [t("leads"), list(agency.leads.map((village) => link("village", village)))], [t("assists"), list(agency.assists.map((village) => link("village", village)))],
      [t("households"), t("helped-of", { n: number(agency.helped), fair: number(agency.fair / 1000, 1), quota: number(agency.slots) })]]),
    pinsOf(agency.id), h("h3", {}, t("nav-cadres")), table({ id: "agency-" + agency.i, caption: t("nav-cadres"), rows: agency.cadres, start: { sort: "id" }, columns: cadreColumns(false) }),
    agencyPrices(agency));
}
function cadreList() {
  return section(t("nav-cadres"), table({
    id: "cadres", caption: t("nav-cadres"), rows: cadres, start: { sort: "id" }, columns: cadreColumns(true),
    filters: [{ id: "rank", head: t("rank"), of: (row) => row.rank, options: options("rank", ranks) },
      { id: "seat", head: t("seat-column"), of: (row) => row.seat?.role, options: options("seat", ["leader", "secretary", "member"]) },
      { id: "agency", head: t("agency"), of: (row) => row.agency, options: agencies.map((agency) => [String(agency.i), agency.name]) }],
  }));
}
function cadreView(id) {
  const cadre = cadres.find((one) => one.id === id);
  if (!cadre) return missing(id);
  return h("section", {}, h("div", { class: "bar-row no-print" }, h("a", { href: "#cadres" }, t("back-cadres"))), h("h2", {}, cadre.name || cadre.id),
    facts([[t("id"), cadre.id], [t("agency"), link("agency", cadre.of)], [t("rank"), value("rank", cadre.rank)], [t("post"), post(cadre)], [t("contact"), cadre.phone],
      [t("seat-column"), cadre.seat ? [link("village", cadre.seat.village), " · ", value("seat", cadre.seat.role)] : t("nobody")], [t("quota"), t("quota-used", { n: cadre.households.length, quota: cadre.quota })]]),
    pinsOf(cadre.id), h("h3", {}, t("pairings-n", { n: number(cadre.households.length) })),
    table({ id: "cadre-" + cadre.i, caption: t("nav-pairings"), rows: cadre.households, tools: false, start: { sort: "id" }, columns: [...household.own(), linked("village", t("village"), "village", (row) => row.in), ...household.more()] }));
}
function pairingList() {
  return section(t("nav-pairings"), table({
    id: "pairings", caption: t("nav-pairings"), rows: households, start: { sort: "id" },
    filters: [{ id: "cause", head: t("cause"), of: (row) => row.cause, options: options("cause", causes) }, { id: "village", head: t("village"), of: (row) => row.village, options: villages.map((village) => [String(village.i), village.name]) },
      data.changes && { id: "changed", head: t("change"), of: changed, options: [["true", t("changed-yes")], ["false", t("changed-no")]] }].filter(Boolean),
    columns: [...household.own(), linked("village", t("village"), "village", (row) => row.in), ...household.more(), ...household.by(households)],
  }));
}
function secretaryList() {
  const rows = villages.map((village) => ({ village, cadre: secretaryOf(village) })).filter((row) => row.cadre);
  return section(t("nav-secretaries"), h("p", { class: "soft" }, t("secretaries-note")), table({
    id: "secretaries", caption: t("nav-secretaries"), rows, start: { sort: "village" }, filters: [{ id: "township", head: t("township"), of: (row) => row.village.township, options: townships() }],
    columns: [text("township", t("township"), (row) => row.village.township), text("village", t("village"), (row) => row.village.name, { sort: (row) => row.village.id, cell: (row) => link("village", row.village) }),
      text("name", t("name"), (row) => row.cadre.name, { cell: (row) => link("cadre", row.cadre) }), text("agency", t("agency"), (row) => row.cadre.of.name), text("post", t("post"), (row) => post(row.cadre)), text("rank", t("rank"), (row) => value("rank", row.cadre.rank)), text("phone", t("contact"), (row) => row.cadre.phone)],
  }));
}
function changeList() {
  const { leads, secretaries, known, vanished } = data.changes;
  const moved = leads.map(([village, agency]) => ({ village: villages[village], was: agencies[agency] }));
  const seats = secretaries.map(([village, cadre]) => ({ village: villages[village], was: cadres[cadre] }));
  const rows = households.filter(changed);
  return section(t("nav-changes"), h("p", {}, t("changes-note", { pairings: number(rows.length), known: number(known), leads: number(moved.length), secretaries: number(seats.length) }), " ", vanished ? t("changes-vanished", { n: number(vanished) }) : null),
    h("h3", {}, t("changes-leads")), table({ id: "changed-leads", caption: t("changes-leads"), rows: moved, tools: false, columns: [text("village", t("village"), (row) => row.village.name, { cell: (row) => link("village", row.village) }), linked("was", t("was"), "agency", (row) => row.was), linked("now", t("now"), "agency", (row) => row.village.led)] }),
    h("h3", {}, t("changes-secretaries")), table({ id: "changed-secretaries", caption: t("changes-secretaries"), rows: seats, tools: false, columns: [text("village", t("village"), (row) => row.village.name, { cell: (row) => link("village", row.village) }), linked("was", t("was"), "cadre", (row) => row.was), linked("now", t("now"), "cadre", (row) => secretaryOf(row.village))] }),
    h("h3", {}, t("changes-pairings")), table({ id: "changed-pairings", caption: t("changes-pairings"), rows, columns: [...household.own(), linked("village", t("village"), "village", (row) => row.in), linked("was", t("was"), "cadre", (row) => row.was), linked("now", t("now"), "cadre", (row) => row.by)] }));
}
