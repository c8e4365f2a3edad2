/** The few things every part of the page does with the document. Text from outside only ever becomes a text node. */

const svg = 'http://www.w3.org/2000/svg';
const icons = new URL('../icons.svg', import.meta.url).pathname;

export const byId = (id) => document.getElementById(id);

/** Makes an element. `props` are properties, not attributes, except those with a hyphen and `role`. */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.includes('-') || name === 'role') element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

/** An icon of `icons.svg`, decoration only. */
export function icon(name) {
  const element = document.createElementNS(svg, 'svg');
  element.setAttribute('class', 'icon');
  element.setAttribute('aria-hidden', 'true');
  showIcon(element, name);
  return element;
}

export function showIcon(element, name) {
  const use = document.createElementNS(svg, 'use');
  use.setAttribute('href', `${icons}#${name}`);
  element.replaceChildren(use);
}

/** A name of someone else's making: kept apart from the direction of the text around it. */
export const nameOf = (name) => el('bdi', { textContent: name });

/** A disc with the initial of a name, in a colour that stays the same for the name. */
export function avatar(name) {
  const disc = el('span', { className: 'avatar', textContent: [...name][0]?.toUpperCase() ?? '?', 'aria-hidden': 'true' });
  const hash = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7);
  disc.style.setProperty('--hue', String((hash * 137) % 360)); // the golden angle keeps neighbours apart
  return disc;
}

/** Sets a text only when it differs, so that live regions and selections are left alone. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Keeps a list at its end while it grows or its frame shrinks, unless the person has scrolled up. */
export function keepAtEnd(frame, list) {
  let atEnd = true;
  const observer = new ResizeObserver(() => atEnd && (frame.scrollTop = frame.scrollHeight));
  observer.observe(frame);
  observer.observe(list);
  frame.addEventListener('scroll', () => (atEnd = frame.scrollHeight - frame.scrollTop - frame.clientHeight < 60));
}

const units = ['bytes', 'kB', 'MB', 'GB'];

export function bytes(count) {
  const power = count < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** power;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${units[power]}`;
}

export function millis(duration) {
  return duration < 1 ? '< 1 ms' : `${Math.round(duration)} ms`;
}

export function clock(at) {
  return new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
}
