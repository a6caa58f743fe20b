// The map: villages by type (shape and colour), agencies, who leads and assists where. Drawn in
// pixels, so that symbols keep their size at any zoom; only the ways are scaled.
const layers = { lead: true, assist: true, agencies: true, towns: true };
const view = { k: 1, x: 0, y: 0 };
let chosen = null; // a village

function map(onChoose) {
  const placed = villages.filter((village) => village.lon !== null);
  const offices = agencies.filter((agency) => agency.lon !== null);
  const all = [...placed, ...offices];
  if (!placed.length) return h("p", { class: "warn" }, t("map-empty"));
  const ways = s("g"), towns = s("g"), dots = s("g"), symbols = s("g");
  const scale = s("g", { "aria-hidden": "true" });
  const svg = s("svg", { tabindex: "0", role: "application", "aria-label": t("map-label"), "aria-describedby": "map-help" }, ways, dots, symbols, towns, scale);
  const tip = h("div", { class: "tip", hidden: true });
  const frame = h("div", { class: "map", id: "map" }, svg, tip);
  const most = Math.max(1, ...placed.map((village) => village.households.length));
  const busiest = Math.max(1, ...offices.map((agency) => agency.helped));
  // Symbols shrink on a small map and where there are many, and grow a little with the zoom.
  const crowd = Math.min(1, Math.max(0.4, Math.sqrt(250 / placed.length)));
  const grown = () => Math.min(1.6, crowd * Math.sqrt(view.k)) * Math.min(1, Math.max(0.55, width / 760));
  const radius = (village) => (5 + 6 * Math.sqrt(village.households.length / most)) * grown();
  const size = (agency) => (2.5 + 4.5 * Math.sqrt(agency.helped / busiest)) * grown();
  let width = 0, height = 0, pixels = 1; // pixels: of a degree of latitude at zoom 1

  const lat0 = (Math.min(...all.map((p) => p.lat)) + Math.max(...all.map((p) => p.lat))) / 2;
  const flat = Math.cos((lat0 * Math.PI) / 180);
  const east = all.map((p) => p.lon * flat), north = all.map((p) => -p.lat);
  const [left, right] = [Math.min(...east), Math.max(...east)];
  const [top, bottom] = [Math.min(...north), Math.max(...north)];

  const lines = [];
  for (const village of placed) {
    const add = (agency, role) => {
      if (!agency || agency.lon === null) return;
      const line = s("line", { class: "way " + role });
      lines.push({ line, village, agency, role });
      ways.append(line);
    };
    village.by.forEach((agency) => add(agency, "assist"));
    add(village.led, "lead");
  }
  const marks = placed.map((village) => {
    const shape = s("path", { d: outlines[village.type], "vector-effect": "non-scaling-stroke", class: "symbol " + village.type, "data-village": village.id });
    symbols.append(shape);
    return { shape, at: village, village };
  });
  const rings = offices.map((agency) => {
    const shape = s("circle", { class: "office", "data-agency": agency.id });
    dots.append(shape);
    return { shape, at: agency, agency };
  });
  const names = [...new Set(placed.map((village) => village.township))].map((town) => {
    const own = placed.filter((village) => village.township === town);
    const mean = (key) => own.reduce((sum, village) => sum + village[key], 0) / own.length;
    const text = s("text", { class: "town" }, town);
    towns.append(text);
    return { text, wide: 12 * town.length, villages: own.length, at: { lon: mean("lon"), lat: mean("lat") } };
  }).sort((x, y) => y.villages - x.villages);

  const base = (p) => {
    const margin = 28;
    pixels = Math.min((width - 2 * margin) / Math.max(right - left, 1e-3), (height - 2 * margin) / Math.max(bottom - top, 1e-3));
    return [
      width / 2 + (p.lon * flat - (left + right) / 2) * pixels,
      height / 2 + (-p.lat - (top + bottom) / 2) * pixels,
    ];
  };
  const place = (p) => { const [x, y] = base(p); return [x * view.k + view.x, y * view.k + view.y]; };

  function draw() {
    if (!width) return;
    view.k = Math.min(60, Math.max(1, view.k));
    view.x = Math.min(0, Math.max(width * (1 - view.k), view.x));
    view.y = Math.min(0, Math.max(height * (1 - view.k), view.y));
    svg.classList.toggle("deep", view.k > 1);
    ways.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
    for (const { shape, at, village } of marks) {
      const [x, y] = place(at);
      shape.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${radius(village).toFixed(2)})`);
    }
    for (const { shape, at, agency } of rings) {
      const [x, y] = place(at);
      shape.setAttribute("cx", x.toFixed(1));
      shape.setAttribute("cy", y.toFixed(1));
      shape.setAttribute("r", size(agency).toFixed(1));
    }
    drawNames();
    drawScale();
  }
  // Of names that would lie on each other only that of the larger township is shown; zooming in parts them.
  function drawNames() {
    const shown = [];
    for (const { text, wide, at } of names) {
      const [x, y] = place(at);
      const free = shown.every((other) => Math.abs(other.y - y) > 14 || Math.abs(other.x - x) > (other.wide + wide) / 2 + 4);
      text.style.display = free ? "" : "none";
      if (!free) continue;
      shown.push({ x, y, wide });
      text.setAttribute("x", x.toFixed(1));
      text.setAttribute("y", (y - 16).toFixed(1));
    }
  }
  function layout() {
    width = frame.clientWidth;
    height = Math.round(Math.min(640, Math.max(320, width * 0.68)));
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("height", height);
    for (const { line, village, agency } of lines) {
      const [x1, y1] = base(agency), [x2, y2] = base(village);
      for (const [name, to] of Object.entries({ x1, y1, x2, y2 })) line.setAttribute(name, to.toFixed(2));
    }
    draw();
  }
  function drawScale() {
    const perKm = (pixels * view.k) / 111.195;
    const length = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100].findLast((n) => n * perKm <= 130) ?? 0.1;
    const [x, y] = [14, height - 14];
    scale.replaceChildren(
      s("path", { class: "scale", d: `M${x} ${y - 5}V${y}H${x + length * perKm}V${y - 5}` }),
      s("text", { class: "scale-text", x: x + 4, y: y - 5 }, t("km", { n: length })));
  }
  function show() {
    ways.querySelectorAll(".lead").forEach((line) => { line.style.display = layers.lead ? "" : "none"; });
    ways.querySelectorAll(".assist").forEach((line) => { line.style.display = layers.assist ? "" : "none"; });
    dots.style.display = layers.agencies ? "" : "none";
    towns.style.display = layers.towns ? "" : "none";
  }
  function light(village, agency) {
    const any = Boolean(village || agency);
    svg.classList.toggle("chosen", any);
    const lit = new Set();
    for (const { line, village: to, agency: from } of lines) {
      const on = any && (to === village || from === agency);
      line.classList.toggle("on", on);
      if (on) lit.add(to).add(from);
    }
    if (village) lit.add(village);
    if (agency) lit.add(agency);
    for (const { shape, at } of [...marks, ...rings]) shape.classList.toggle("on", lit.has(at));
  }
  function hint(at, x, y) {
    tip.hidden = !at;
    if (!at) return;
    const lines = at.team
      ? [value("type", at.type) + " · " + at.township, t("map-led", { name: at.led?.name ?? t("nobody") }),
         t("map-assisted", { n: at.by.length }), t("households-n", { n: number(at.households.length) })]
      : [value("category", at.category), t("map-leads", { n: at.leads.length, others: at.assists.length }), t("households-n", { n: number(at.helped) })];
    tip.replaceChildren(h("b", {}, at.name || at.id), ...lines.map((line) => h("div", {}, line)));
    tip.style.left = Math.max(4, Math.min(x + 14, width - tip.offsetWidth - 6)) + "px";
    tip.style.top = Math.max(4, Math.min(y + 14, height - tip.offsetHeight - 6)) + "px";
  }
  const choose = (village) => {
    chosen = village;
    light(village);
    if (village) tell(t("map-chosen", { name: village.name, type: value("type", village.type), lead: village.led?.name ?? t("nobody") }));
    onChoose(village);
  };
  const zoom = (by, x = width / 2, y = height / 2) => {
    const k = Math.min(60, Math.max(1, view.k * by));
    view.x = x - ((x - view.x) * k) / view.k;
    view.y = y - ((y - view.y) * k) / view.k;
    view.k = k;
    draw();
  };
  const reset = () => { Object.assign(view, { k: 1, x: 0, y: 0 }); draw(); };
  const pointed = (event) => {
    const at = event.target;
    if (at.dataset?.village !== undefined) return placed.find((village) => village.id === at.dataset.village);
    if (at.dataset?.agency !== undefined) return offices.find((agency) => agency.id === at.dataset.agency);
    return null;
  };
  const inFrame = (event) => { const box = svg.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };

  const fingers = new Map();
  let moved = 0;
  svg.addEventListener("pointerdown", (event) => { fingers.set(event.pointerId, inFrame(event)); moved = 0; });
  svg.addEventListener("pointermove", (event) => {
    const now = inFrame(event), before = fingers.get(event.pointerId);
    if (!before) {
      const at = pointed(event);
      hint(at, ...now);
      light(at?.team ? at : at ? null : chosen, at && !at.team ? at : null);
      return;
    }
    if (fingers.size === 1) {
      moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
      if (moved > 4) {
        if (!svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
        view.x += now[0] - before[0];
        view.y += now[1] - before[1];
        hint(null);
        draw();
      }
    } else {
      moved += 9;
      const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
      const apart = (p) => Math.max(1, Math.hypot(p[0] - other[0], p[1] - other[1]));
      zoom(apart(now) / apart(before), other[0], other[1]);
    }
    fingers.set(event.pointerId, now);
  });
  const lift = (event) => fingers.delete(event.pointerId);
  svg.addEventListener("pointerup", lift);
  svg.addEventListener("pointercancel", lift);
  svg.addEventListener("pointerleave", () => { hint(null); light(chosen); });
  svg.addEventListener("click", (event) => {
    const at = pointed(event);
    if (moved > 4 || !at) return;
    if (at.team) choose(at);
    else location.hash = "#agency/" + encodeURIComponent(at.id);
  });
  svg.addEventListener("wheel", (event) => {
    // A wheel over the map scrolls the page, unless the map has the focus or Ctrl is held.
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== svg) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), ...inFrame(event));
  }, { passive: false });
  svg.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = steps[event.key];
    if (step && event.shiftKey) { view.x -= 60 * step[0]; view.y -= 60 * step[1]; draw(); }
    else if (step) { const next = neighbour(...step); if (next) choose(next); }
    else if (event.key === "+" || event.key === "=") zoom(1.5);
    else if (event.key === "-") zoom(1 / 1.5);
    else if (event.key === "0" || event.key === "Escape") { choose(null); reset(); }
    else if (event.key === "Enter" && chosen) location.hash = "#village/" + encodeURIComponent(chosen.id);
    else return;
    event.preventDefault();
  });
  // The nearest village that way, ways to the side counted double.
  function neighbour(dx, dy) {
    if (!chosen || chosen.lon === null) return placed[0];
    const [x0, y0] = place(chosen);
    let best = null, least = Infinity;
    for (const village of placed) {
      const [x, y] = place(village);
      const along = (x - x0) * dx + (y - y0) * dy, aside = Math.abs((x - x0) * dy) + Math.abs((y - y0) * dx);
      if (village !== chosen && along > 0.5 && along + 2 * aside < least) { least = along + 2 * aside; best = village; }
    }
    return best;
  }

  const control = (text, label, act) => h("button", { type: "button", "aria-label": label, title: label, onclick: act }, text);
  frame.append(h("div", { class: "buttons" },
    control("+", t("zoom-in"), () => zoom(1.5)), control("−", t("zoom-out"), () => zoom(1 / 1.5)), control("⟲", t("zoom-reset"), reset)));
  const layer = (name) => h("label", {}, h("input", { type: "checkbox", checked: layers[name], onchange: (event) => { layers[name] = event.target.checked; show(); } }), t("layer-" + name));
  frame.append(
    h("div", { class: "keys" }, Object.keys(outlines).map((type) => h("span", { class: "badge is-" + type }, glyph(type), value("type", type))), Object.keys(layers).map(layer)),
    h("p", { class: "help", id: "map-help" }, t("map-help"), placed.length < villages.length ? " " + t("map-missing", { n: villages.length - placed.length }) : null));
  show();
  const fit = () => { if (frame.clientWidth && frame.clientWidth !== width) layout(); };
  new ResizeObserver(() => requestAnimationFrame(fit)).observe(frame);
  frame.choose = choose;
  if (chosen) light(chosen);
  return frame;
}
