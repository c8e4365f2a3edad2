import { el, setText } from '../demo/dom.js';

const patienceMillis = 4_000;
const paceMillis = 350;

/**
 * The steps of a conversation worth seeing, in order. A step is done when what it `hears` has come; whoever does it by
 * hand instead gets it ticked off all the same.
 */
export class Guide {
  #steps;
  #clients;
  #list = el('ol', { className: 'steps' });
  #next = el('button', { type: 'button', className: 'button primary wide' });
  #all = el('button', { type: 'button', className: 'button small', textContent: 'Play all' });
  #again = el('button', { type: 'button', className: 'button small', textContent: 'Start over' });
  #said = el('p', { className: 'guide-said', role: 'status' });
  #at = 0;
  #awaited = null;
  #timer = 0;
  #busy = false;
  #playing = false;

  /**
   * @param {object[]} steps `{client, open, close, send, says, hears: [[client, name], …]}`: a client connects,
   *     disconnects, or sends the message of a name; or connects and then sends at once
   * @param {Map} clients by name
   * @param {() => void} startOver forgets everything and begins anew
   */
  constructor(steps, clients, startOver) {
    this.#steps = steps;
    this.#clients = clients;
    const [first] = clients.keys();
    for (const { client, says } of steps) {
      const who = el('b', { className: client === first ? 'first' : 'second', textContent: client });
      this.#list.append(el('li', {}, el('span', {}, who, ` ${says}`)));
    }
    this.#next.addEventListener('click', () => this.#do());
    this.#all.addEventListener('click', () => {
      this.#playing = true;
      this.#do();
    });
    this.#again.addEventListener('click', startOver);
    this.element = el('section', { className: 'guide', 'aria-labelledby': 'guide-title' },
      el('h3', { id: 'guide-title', textContent: 'Step by step' }),
      this.#list, this.#next, this.#said,
      el('div', { className: 'guide-buttons' }, this.#all, this.#again));
    this.#show();
  }

  /** Takes note of what a client did or heard: `open`, `closed`, or `out` and `in` with the name of a message. */
  notice(client, kind, name) {
    const step = this.#steps[this.#at];
    if (!step) return;
    if (!this.#awaited && step.client === client && begins(step, kind, name)) this.#await(step);
    if (!this.#awaited) return;
    if (this.#busy && kind === 'open' && step.client === client && step.send) this.#send(step);
    const heard = this.#awaited.findIndex(([who, what]) => who === client && kind !== 'out' && (what === kind || what === name));
    if (heard >= 0) this.#awaited.splice(heard, 1);
    if (this.#awaited.length === 0) this.#done();
  }

  #do() {
    const step = this.#steps[this.#at];
    const { wire } = this.#clients.get(step.client);
    setText(this.#said, '');
    this.#await(step);
    this.#busy = true;
    this.#timer = setTimeout(() => this.#giveUp(), patienceMillis);
    this.#show();
    if (step.close) wire.close();
    else if (step.open && wire.state !== 'open') this.#clients.get(step.client).connect();
    else if (step.send) this.#send(step);
  }

  #send({ client: name, send }) {
    const client = this.#clients.get(name);
    client.choose(client.message(send));
    client.send();
  }

  #await({ client, open, hears }) {
    this.#awaited = hears ? [...hears] : [[client, open ? 'open' : 'closed']];
  }

  #giveUp() {
    this.#rest();
    this.#playing = false;
    setText(this.#said, 'The answer did not come. Look at the log, then try again or start over.');
    this.#show();
  }

  #done() {
    this.#rest();
    this.#at++;
    this.#playing &&= this.#at < this.#steps.length;
    setText(this.#said, this.#at === this.#steps.length ? 'That was all of it. Now try something of your own.' : '');
    this.#show();
    if (this.#playing) this.#timer = setTimeout(() => this.#do(), paceMillis);
  }

  #rest() {
    clearTimeout(this.#timer);
    this.#busy = false;
    this.#awaited = null;
  }

  #show() {
    [...this.#list.children].forEach((item, i) => {
      item.className = i < this.#at ? 'done' : i === this.#at ? 'current' : '';
      if (i === this.#at) item.setAttribute('aria-current', 'step');
      else item.removeAttribute('aria-current');
    });
    const step = this.#steps[this.#at];
    this.#next.hidden = this.#all.hidden = !step;
    this.#next.disabled = this.#all.disabled = this.#busy || this.#playing;
    if (step) setText(this.#next, `${step.client}: ${deed(step)}`);
  }

  /** Nothing of this guide happens any more. */
  stop() {
    this.#rest();
    this.#playing = false;
    this.#at = this.#steps.length;
  }
}

function begins({ open, send }, kind, name) {
  if (open) return kind === 'open';
  return send ? kind === 'out' && name === send : kind === 'closed';
}

function deed({ open, close, send }) {
  if (close) return 'disconnect';
  if (open) return send ? `connect, send ${send}` : 'connect';
  return send.includes(' ') ? send : `send ${send}`;
}
