import { el, setText } from '../demo/dom.js';
import { Wire } from './wire.js';

const states = {
  idle: { text: 'not connected', tone: '' },
  connecting: { text: 'connecting…', tone: 'busy' },
  open: { text: 'connected', tone: 'good' },
  closed: { text: 'closed', tone: '' },
};

/**
 * One client of the try-it panel: its connection, a button for each message it may send, and the text of the message
 * chosen, to change before it goes.
 */
export class Client {
  wire = new Wire();
  #name;
  #side;
  #way;
  #facts;
  #chosen = null;
  #filled = '';
  #filledAddress = '';
  #chips = new Map();
  #lamp = el('span', { className: 'lamp' });
  #standing = el('span', { role: 'status' });
  #connect = el('button', { type: 'button', className: 'button small' });
  #address;
  #line = el('p', { className: 'request mono' });
  #text;
  #says;
  #send = el('button', { type: 'button', className: 'button primary small send-message' });
  #complaint = el('p', { className: 'field-error', role: 'alert' });

  /**
   * @param {string} name how the page calls it
   * @param {string} side `first` or `second`
   * @param {object} way the part of the door's description that is being tried
   * @param {object} facts what has been learned so far, shared by all clients
   */
  constructor(name, side, way, facts) {
    this.#name = name;
    this.#side = side;
    this.#way = way;
    this.#facts = facts;
    this.element = this.#build();
    this.wire.addEventListener('state', () => this.#showState());
    this.choose(this.#way.messages[0]);
    this.refresh();
    this.#showState();
  }

  /** The message of this name, among all that the client may send. */
  message(name) {
    return [...this.#way.messages, ...this.#way.mistakes].find((message) => message.name === name);
  }

  connect() {
    this.#complain('');
    this.wire.open(this.#address.value);
  }

  /** Puts a message into the editor, with what is known by now. */
  choose(message) {
    this.#chosen = message;
    this.#fill();
    setText(this.#says, message.says);
    for (const [chip, its] of this.#chips) chip.setAttribute('aria-pressed', String(its === message));
    this.#text.readOnly = Boolean(message.binary);
    this.#text.hidden = message.bodyless === true;
    this.#line.hidden = !message.http;
    setText(this.#send, message.http ? `Send ${message.http.method}` : 'Send');
  }

  /** Sends what is in the editor. */
  send() {
    const message = this.#chosen;
    this.#complain('');
    if (message.http) {
      this.wire.request(message.name, message.http.method, message.http.url(this.#facts), message.bodyless ? '' : this.#text.value);
    } else if (!this.wire.send(message.name, message.binary ? new Uint8Array([0, 1, 2, 3]) : this.#text.value)) {
      this.#complain(`${this.#name} is not connected. Connect first.`);
    }
  }

  /** Follows what was learned since, where nobody has typed anything of their own. */
  refresh() {
    if (this.#text.value === this.#filled) this.#fill();
    if (this.#address.value === this.#filledAddress) {
      this.#filledAddress = this.#way.url(this.#facts, this.#name);
      this.#address.value = this.#filledAddress;
    }
  }

  #fill() {
    const message = this.#chosen;
    this.#filled = message.binary ? '(four bytes, as a binary message)' : message.text?.(this.#facts, this.#name) ?? '';
    this.#text.value = this.#filled;
    this.#text.rows = Math.min(9, Math.max(3, this.#text.value.split('\n').length));
    if (message.http) setText(this.#line, `${message.http.method} ${message.http.url(this.#facts)}`);
    this.#filled = this.#text.value; // line ends are LF from here on
  }

  get #live() {
    return this.wire.state === 'open' || this.wire.state === 'connecting';
  }

  #complain(words) {
    setText(this.#complaint, words);
  }

  #showState() {
    const { text, tone } = states[this.wire.state];
    const live = this.#live;
    setText(this.#standing, text);
    this.#lamp.dataset.tone = tone;
    setText(this.#connect, live ? 'Disconnect' : 'Connect');
    this.#connect.setAttribute('aria-label', `${live ? 'Disconnect' : 'Connect'} ${this.#name}`);
    this.#connect.classList.toggle('primary', !live);
    this.#address.readOnly = live;
  }

  #build() {
    const name = this.#name;
    this.#connect.addEventListener('click', () => (this.#live ? this.wire.close() : this.connect()));
    this.#address = el('input', { id: `${name}-address`, className: 'mono', spellcheck: false, autocomplete: 'off', autocapitalize: 'none' });
    this.#text = el('textarea', { id: `${name}-text`, className: 'mono', spellcheck: false, autocomplete: 'off', autocapitalize: 'none', 'aria-describedby': `${name}-says` });
    this.#text.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.send();
    });
    this.#says = el('p', { className: 'says', id: `${name}-says` });
    this.#send.addEventListener('click', () => this.send());
    return el('section', { className: `client ${this.#side}`, 'aria-label': `Client ${name}` },
      el('header', {},
        el('h3', { textContent: name }),
        el('p', { className: 'standing' }, this.#lamp, this.#standing),
        this.#connect),
      el('label', { className: 'small-label', htmlFor: `${name}-address`, textContent: 'Address' }),
      this.#address,
      this.#group('Messages', this.#way.messages, 'chips'),
      this.#way.mistakes.length > 0 ? this.#group('Mistakes', this.#way.mistakes, 'chips mistakes') : '',
      el('label', { className: 'small-label', htmlFor: `${name}-text`, textContent: 'What goes out' }),
      this.#line,
      this.#text,
      el('div', { className: 'sending' }, this.#send, el('span', { className: 'hint', textContent: 'or Ctrl + Enter' })),
      this.#says,
      this.#complaint);
  }

  #group(title, messages, className) {
    const chips = messages.map((message) => {
      const chip = el('button', { type: 'button', className: 'chip', textContent: message.name });
      chip.addEventListener('click', () => this.choose(message));
      this.#chips.set(chip, message);
      return chip;
    });
    return el('div', { className, role: 'group', 'aria-label': `${title} of ${this.#name}` },
      el('span', { className: 'small-label', textContent: title, 'aria-hidden': 'true' }), ...chips);
  }
}
