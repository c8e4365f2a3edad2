import { byId, setText } from './dom.js';

/**
 * The strip on top of the page that says what is wrong. Each cause has a key; the latest is shown, and when it is
 * cleared the one before it again. A countdown is for the eyes only: a screen reader hears the words once.
 */
const shown = new Map();
let ticking = 0;

const strip = byId('notice');
const words = byId('notice-words');
const count = byId('notice-count');
const action = byId('notice-action');

byId('notice-close').addEventListener('click', () => clearNotice([...shown.keys()].at(-1)));
action.addEventListener('click', () => [...shown.values()].at(-1)?.action.run());

/**
 * @param {string} key the cause
 * @param {object} notice
 * @param {string} notice.text
 * @param {'busy' | 'bad'} [notice.tone]
 * @param {number} [notice.until] counts down to this time
 * @param {{label: string, run: Function}} [notice.action]
 */
export function showNotice(key, notice) {
  shown.delete(key);
  shown.set(key, notice);
  render();
}

export function clearNotice(key) {
  if (shown.delete(key)) render();
}

function render() {
  clearInterval(ticking);
  const notice = [...shown.values()].at(-1);
  strip.hidden = !notice;
  if (!notice) {
    words.textContent = '';
    return;
  }
  strip.dataset.tone = notice.tone ?? 'bad';
  setText(words, notice.text);
  action.hidden = !notice.action;
  action.textContent = notice.action?.label ?? '';
  count.hidden = !notice.until;
  if (notice.until) {
    tick(notice.until);
    ticking = setInterval(tick, 250, notice.until);
  }
}

function tick(until) {
  const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
  setText(count, seconds > 0 ? `Trying again in ${seconds} s` : 'Trying again…');
}
