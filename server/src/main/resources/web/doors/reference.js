import { el, icon, setText } from '../demo/dom.js';
import { closes, common } from './closes.js';

const slowReaders = 'Who reads more slowly than others talk is cut off without a Close, which would only wait behind what was not read. A page sees 1006 then.';

/** The tables below the panel: messages, answers, errors, closes. */
export function reference(door) {
  const sections = [
    table('What a client sends', ['message', 'as text', 'what it does'], unique(door).map(({ name, says, example }) => [code(name), code(example), says])),
    table('What the server sends', ['message', 'as text', 'when'], door.answers.map(({ name, example, says }) => [code(name), code(example), says])),
    table('Errors', [door.errorTitle ?? 'code', 'when'], door.errors.map(([name, when]) => [code(name), when])),
  ];
  if (door.closes) {
    const rows = closes.filter(({ label }) => common.includes(label) || door.closes.includes(label));
    const shown = table('Closes', ['code', 'reason starts with', 'when', 'come back'],
      rows.map(({ label, code: number, says, back }) => [code(String(number)), code(label), says, back]));
    shown.append(el('p', { className: 'after-table', textContent: slowReaders }));
    sections.push(shown);
  }
  return sections;
}

const code = (text) => el('code', { textContent: text });

/** The messages of all ways, each once, with what it looks like. */
function unique({ ways, sample }) {
  const facts = { mark: '', alice: {}, bob: {}, ...sample };
  const messages = ways.flatMap((way) => way.messages).map((message) => ({ ...message, example: compact(message.text?.(facts, 'alice') ?? '') }));
  return [...new Map(messages.map((message) => [`${message.name} ${message.example}`, message])).values()];
}

function compact(text) {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text.trim();
  }
}

function table(title, heads, rows) {
  const id = title.toLowerCase().replaceAll(' ', '-');
  return el('section', { 'aria-labelledby': id },
    el('h3', { id, textContent: title }),
    el('table', { 'aria-labelledby': id, className: `columns-${heads.length}` },
      el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col', textContent: head })))),
      el('tbody', {}, ...rows.map((cells) => el('tr', {},
        ...cells.map((cell, i) => el('td', { 'data-head': heads[i] }, cell)))))));
}

/** A line for the clipboard. */
export function copyable(label, text) {
  const said = el('span', { className: 'visually-hidden', role: 'status' });
  const shown = el('code', { textContent: text, tabIndex: 0 });
  const button = el('button', { type: 'button', className: 'icon-button small', title: 'Copy', 'aria-label': `Copy: ${label}` }, icon('copy'));
  button.addEventListener('click', async () => {
    const copied = await toClipboard(text, shown);
    setText(said, copied ? 'Copied' : 'Press Ctrl+C to copy');
    button.classList.toggle('copied', copied);
    setTimeout(() => {
      setText(said, '');
      button.classList.remove('copied');
    }, 2_000);
  });
  return el('div', { className: 'copyable' }, el('span', { className: 'small-label', textContent: label }), el('div', {}, shown, button), said);
}

async function toClipboard(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(shown); // no clipboard without https: leave it selected for the person
    return document.execCommand?.('copy') ?? false;
  }
}
