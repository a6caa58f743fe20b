(() => {
  // Texts whose contrast to what lies behind them is below 4.5, by the formula of WCAG 2.2. Colours that
  // let something through, and elements that are not opaque, are laid over what is behind them.
  const parts = (color) => { const [r = 0, g = 0, b = 0, a = 1] = (color.match(/[\d.]+/g) ?? []).map(Number); return { rgb: [r, g, b], a }; };
  const over = (top, a, below) => top.map((c, i) => c * a + below[i] * (1 - a));
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  // What is seen of an element's background, from the page upwards.
  const behind = (element) => {
    const below = element.parentElement ? behind(element.parentElement) : [255, 255, 255];
    const style = getComputedStyle(element), { rgb, a } = parts(style.backgroundColor);
    return style.backgroundColor === "transparent" ? below : over(rgb, a * Number(style.opacity), below);
  };
  const opacity = (element) => (element ? Number(getComputedStyle(element).opacity) * opacity(element.parentElement) : 1);
  const poor = new Set();
  let seen = 0;
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.closest("script, :disabled, [hidden]")) continue;
    seen += 1;
    const style = getComputedStyle(element), below = behind(element);
    const { rgb, a } = parts(element instanceof SVGElement ? style.fill : style.color);
    const [x, y] = [light(over(rgb, a * opacity(element), below)), light(below)];
    const ratio = (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
    if (ratio < 4.5) poor.add(`${element.tagName}.${element.getAttribute("class")} ${ratio.toFixed(2)} "${element.textContent.trim().slice(0, 20)}"`);
  }
  for (const input of document.querySelectorAll("input[placeholder]")) {
    const { rgb, a } = parts(getComputedStyle(input, "::placeholder").color), below = behind(input);
    const [x, y] = [light(over(rgb, a, below)), light(below)];
    if ((Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05) < 4.5) poor.add(`placeholder of ${input.id}`);
  }
  return seen > 20 ? [...poor] : ["hardly any text was seen"];
})()
