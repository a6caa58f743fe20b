// Distributions. The histogram is a picture with a label; loads are tables with bars in them.
const figure = (title, ...what) => h("figure", { class: "chart" }, h("figcaption", {}, title), what);
const distributions = () => h("div", { class: "charts" }, h("div", { class: "stack" }, distances(), byRank()), h("div", { class: "stack" }, costs()), h("div", { class: "whole" }, byAgency()));

function distances() {
  const ways = households.map((household) => household.metres).filter((metres) => metres !== null);
  if (!ways.length) return null;
  const longest = Math.max(...ways);
  const step = [250, 500, 1000, 2000, 2500, 5000, 10000, 25000].find((n) => longest / n <= 24) ?? 50000;
  const bins = Array(Math.floor(longest / step) + 1).fill(0);
  ways.forEach((metres) => { bins[Math.floor(metres / step)] += 1; });
  const narrow = window.matchMedia("(max-width: 40rem)").matches; // letters of a wide picture would be too small
  const [W, H, left, below, above] = [narrow ? 330 : 560, 250, 44, 40, 22];
  const most = Math.max(...bins);
  const unit = 10 ** Math.floor(Math.log10(most));
  const tick = [0.5, 1, 2, 5].map((n) => n * unit).find((n) => most / n <= 5 && n >= 1) ?? unit * 5;
  const x = (metres) => left + (metres / (bins.length * step)) * (W - left - 10);
  const y = (n) => H - below - (n / most) * (H - below - above);
  const mean = ways.reduce((sum, metres) => sum + metres, 0) / ways.length;
  const label = t("distance-label", { n: number(ways.length), mean: km(mean), worst: km(longest) });
  const svg = s("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": label });
  for (let n = 0; n <= most; n += tick) {
    svg.append(s("line", { class: "axis", x1: left, x2: W - 10, y1: y(n), y2: y(n) }), s("text", { x: left - 6, y: y(n) + 4, "text-anchor": "end" }, number(n)));
  }
  const each = Math.ceil(bins.length / (narrow ? 7 : 12));
  bins.forEach((n, i) => {
    const [from, to] = [x(i * step), x((i + 1) * step)];
    svg.append(s("rect", { class: "bar", x: from + 0.75, width: Math.max(1, to - from - 1.5), y: y(n), height: H - below - y(n) },
      s("title", {}, t("distance-bin", { from: i * step / 1000, to: (i + 1) * step / 1000, n: number(n) }))));
    if (i % each === 0) svg.append(s("text", { x: from, y: H - below + 15, "text-anchor": "middle" }, String(i * step / 1000)));
  });
  const right = mean > bins.length * step * 0.7;
  svg.append(s("line", { class: "mark", x1: x(mean), x2: x(mean), y1: above - 8, y2: H - below }),
    s("text", { class: "mark-text", x: x(mean) + (right ? -5 : 5), y: above - 2, "text-anchor": right ? "end" : "start" }, t("distance-mean", { mean: km(mean) })),
    s("text", { x: (W + left) / 2, y: H - 6, "text-anchor": "middle" }, t("distance-axis")));
  return figure(t("distance-title"), svg, h("p", { class: "soft" }, label));
}

// A bar, and a mark where it should end.
function strip(share, mark) {
  return s("svg", { class: "strip", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    s("rect", { class: "bar", width: Math.max(0, Math.min(100, 100 * share)), height: 10 }),
    mark === null || mark === undefined ? null : s("line", { "vector-effect": "non-scaling-stroke", x1: 100 * mark, x2: 100 * mark, y1: 0, y2: 10 }));
}
function loads(title, note, heads, rows) {
  return figure(title, note && h("p", { class: "soft" }, note),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
      h("table", {}, h("caption", { class: "unseen" }, title), h("thead", {}, h("tr", {}, heads.map((head, i) => h(head ? "th" : "td", { scope: head ? "col" : null, class: i && i < heads.length - 1 ? "number" : null }, head)))),
        h("tbody", {}, rows.map(([name, ...cells]) =>
          h("tr", {}, h("th", { scope: "row" }, name), cells.map((cell, i) => h("td", { class: i < cells.length - 1 ? "number" : null }, cell))))))));
}
function byRank() {
  const load = data.statistics.load;
  return loads(t("rank-title"), t("rank-note"), [t("rank"), t("helping"), t("available"), t("households"), t("quota"), t("filled")],
    load.map((rank) => [value("rank", rank.rank), number(rank.helping), number(rank.available), number(rank.households), number(rank.quota), strip(rank.quota ? rank.households / rank.quota : 0)]));
}
function byAgency() {
  const busy = agencies.filter((agency) => agency.slots || agency.helped);
  const most = Math.max(1, ...busy.map((agency) => Math.max(agency.helped, agency.fair / 1000)));
  const rows = [...busy].sort((x, y) => y.helped - x.helped || x.i - y.i);
  return loads(t("agency-title"), t("agency-note"), [t("agency"), t("households"), t("fair"), t("load")],
    rows.map((agency) => [link("agency", agency), number(agency.helped), number(agency.fair / 1000, 1), strip(agency.helped / most, agency.fair / 1000 / most)]));
}
function costs() {
  const terms = data.cost.terms;
  const total = Math.max(1, data.cost.objective);
  return loads(t("costs-title"), null, [t("term"), t("points"), t("part"), ""],
    terms.map(([name, cost]) => [t("term-" + name.replace("_", "-")), points(cost), number((100 * cost) / total, 1) + " %", strip(cost / total)])
      .concat([[h("b", {}, t("objective")), h("b", {}, points(data.cost.objective)), "", ""]]));
}
