/**
 * The texts in view whose contrast with what is behind them is below 4.5 (WCAG 2.2, 1.4.3), each with its ratio.
 * Switched-off controls are exempt, and so are texts that only a screen reader gets.
 */
export function paleTexts(page) {
  return page.evaluate(() => {
    const parse = (color) => {
      const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
      return { r, g, b, a };
    };
    const over = (top, below) => {
      const mix = (key) => top[key] * top.a + below[key] * (1 - top.a);
      return { r: mix('r'), g: mix('g'), b: mix('b'), a: 1 };
    };
    const ground = (element) => {
      if (!element) return { r: 255, g: 255, b: 255, a: 1 };
      const own = parse(getComputedStyle(element).backgroundColor);
      return own.a === 1 ? own : over(own, ground(element.parentElement));
    };
    const luminance = ({ r, g, b }) => {
      const [lr, lg, lb] = [r, g, b].map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * lr + 0.7152 * lg + 0.0722 * lb;
    };
    const pale = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (element.closest('.visually-hidden, :disabled')) continue;
      const behind = ground(element);
      const [light, dark] = [luminance(behind), luminance(over(parse(getComputedStyle(element).color), behind))].sort((a, b) => b - a);
      const ratio = (light + 0.05) / (dark + 0.05);
      if (ratio < 4.5) pale.push(`${node.data.trim()}: ${ratio.toFixed(2)}`);
    }
    return pale;
  });
}
