/**
 * The connection to the server: who is in the room, and the carrying of offers, answers and candidates between peers.
 * It knows nothing of RTCPeerConnection; see `../client.js` for the two together.
 *
 * Once it has been online it comes back by itself after a lost connection, with a pause that doubles and is spread at
 * random so that the clients of a restarted server do not all knock at once, and joins its room again.
 *
 * Events, all CustomEvents with these details:
 *   state       {state, code, reason, retryAt}  see `state`; code and reason are those of the close, retryAt is Date.now()-like
 *   members     {roomId, members: [{id, username}]}  after every join, also one that follows a reconnect; without this peer
 *   peerjoined  {roomId, peer: {id, username}}
 *   peerleft    {roomId, peer: {id, username}}
 *   offer       {from, description}   from is a peer's id
 *   answer      {from, description}
 *   candidate   {from, candidate}
 *   error       {code, message}       the server refused a message; the connection stays
 *   traffic     {direction: 'in' | 'out', message, at}  every message as it goes by, unknown ones included
 */
export class Signaling extends EventTarget {
  #url;
  #minDelayMillis;
  #maxDelayMillis;
  #timeoutMillis;
  #socket = null;
  #timer = 0;
  #deadline = 0;
  #attempt = 0;
  #username = '';
  #roomId = '';
  #everOnline = false;
  #connecting = null;
  #joining = null;
  #state = 'idle';

  /**
   * @param {string | URL} url of the server's rooms door, `ws:` or `wss:`
   * @param {object} [options]
   * @param {number} [options.minDelayMillis] the first pause before a reconnect, 500 unless told
   * @param {number} [options.maxDelayMillis] the longest pause, 15 000 unless told
   * @param {number} [options.timeoutMillis] how long the server may take to admit this peer, 10 000 unless told
   */
  constructor(url, { minDelayMillis = 500, maxDelayMillis = 15_000, timeoutMillis = 10_000 } = {}) {
    super();
    this.#url = String(url);
    this.#minDelayMillis = minDelayMillis;
    this.#maxDelayMillis = maxDelayMillis;
    this.#timeoutMillis = timeoutMillis;
  }

  /** One of `idle`, `connecting`, `online`, `waiting` (for the next attempt to reconnect), `closed`. */
  get state() {
    return this.#state;
  }

  get online() {
    return this.#state === 'online';
  }

  /** The room this peer is in or wants to be in again, empty when none. */
  get roomId() {
    return this.#roomId;
  }

  /**
   * Connects and identifies. Resolves when the server has admitted the name; rejects with a {@link SignalingError}
   * when it refused it or could not be reached, and then does not try again.
   */
  connect(username) {
    if (this.#state !== 'idle' && this.#state !== 'closed') throw new Error(`connect while ${this.#state}`);
    globalThis.addEventListener?.('online', this.#retryWhenNetworkIsBack);
    this.#username = username;
    this.#everOnline = false;
    this.#attempt = 0;
    this.#connecting = Promise.withResolvers?.() ?? withResolvers();
    this.#open();
    return this.#connecting.promise;
  }

  /** Joins a room and leaves the one before. Resolves to its other members; rejects when the server refuses. */
  join(roomId) {
    this.#joining?.reject(new SignalingError('superseded', 'another room was asked for'));
    this.#joining = Promise.withResolvers?.() ?? withResolvers();
    this.#roomId = roomId;
    this.#send({ type: 'JOIN_ROOM', roomId });
    return this.#joining.promise;
  }

  leave() {
    this.#roomId = '';
    this.#send({ type: 'LEAVE_ROOM' });
  }

  /** These three return whether the message went out: it does not while the server is away. */
  offer(toPeerId, sdp) {
    return this.#send({ type: 'SDP_OFFER', toPeerId, sdp });
  }

  answer(toPeerId, sdp) {
    return this.#send({ type: 'SDP_ANSWER', toPeerId, sdp });
  }

  candidate(toPeerId, iceCandidate) {
    return this.#send({ type: 'ICE_CANDIDATE', toPeerId, iceCandidate });
  }

  /** Cuts the pause before the next attempt short. */
  retryNow() {
    if (this.#state === 'waiting') this.#open();
  }

  /** Ends the connection for good. */
  close() {
    this.#roomId = '';
    clearTimeout(this.#timer);
    globalThis.removeEventListener?.('online', this.#retryWhenNetworkIsBack);
    const socket = this.#drop();
    socket?.close(1000);
    this.#enter('closed', { code: 1000, reason: '' });
  }

  #retryWhenNetworkIsBack = () => this.retryNow();

  #open() {
    clearTimeout(this.#timer);
    this.#enter('connecting');
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#deadline = setTimeout(() => this.#lost(4000, 'timeout: no answer from the server'), this.#timeoutMillis);
    socket.onopen = () => this.#send({ type: 'IDENTIFY', username: this.#username });
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => this.#lost(event.code, event.reason);
  }

  /** Forgets the socket so that nothing it still does is heard. */
  #drop() {
    clearTimeout(this.#deadline);
    const socket = this.#socket;
    this.#socket = null;
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null;
    return socket;
  }

  #lost(code, reason) {
    this.#drop()?.close();
    const error = new SignalingError(labelOf(reason) || 'closed', reason || 'the connection was lost', code);
    this.#joining?.reject(error);
    this.#joining = null;
    if (!this.#everOnline || hopeless.has(labelOf(reason))) {
      this.#connecting?.reject(error);
      this.#connecting = null;
      this.#enter('closed', { code, reason });
      return;
    }
    const ceiling = Math.min(this.#maxDelayMillis, this.#minDelayMillis * 2 ** this.#attempt++);
    const delay = Math.max(code === 1008 ? 5_000 : 0, ceiling * (0.5 + Math.random() / 2));
    this.#timer = setTimeout(() => this.#open(), delay);
    this.#enter('waiting', { code, reason, retryAt: Date.now() + delay });
  }

  #receive(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    this.#emit('traffic', { direction: 'in', message, at: Date.now() });
    switch (message.type) {
      case 'AUTH_SUCCESS': return this.#admitted();
      case 'AUTH_ERROR': return this.#refused(message);
      case 'ROOM_MEMBERS': return this.#joined(message);
      case 'NEW_PEER_IN_ROOM': return this.#emit('peerjoined', { roomId: message.roomId, peer: message.peer });
      case 'PEER_LEFT_ROOM': return this.#emit('peerleft', { roomId: message.roomId, peer: message.peer });
      case 'SDP_OFFER': return this.#emit('offer', { from: message.fromPeerId, description: message.sdp });
      case 'SDP_ANSWER': return this.#emit('answer', { from: message.fromPeerId, description: message.sdp });
      case 'ICE_CANDIDATE':
        return this.#emit('candidate', { from: message.fromPeerId, candidate: message.iceCandidate });
      case 'ERROR': return this.#error(message);
      default: // a newer server may say more than this client knows
    }
  }

  #admitted() {
    clearTimeout(this.#deadline);
    this.#everOnline = true;
    this.#enter('online');
    this.#connecting?.resolve();
    this.#connecting = null;
    if (this.#roomId) this.#send({ type: 'JOIN_ROOM', roomId: this.#roomId });
  }

  #refused({ code, message }) {
    const reason = `${code ?? 'not-admitted'}: ${message}`;
    if (!this.#everOnline) {
      this.#connecting?.reject(new SignalingError(code ?? codeOfRefusal(message), message, 1008));
      this.#connecting = null;
      this.#drop()?.close();
      this.#enter('closed', { code: 1008, reason });
      return;
    }
    // After a reconnect the server may not have noticed yet that the old connection, which holds the name, is gone.
    this.#lost(4001, `name-held: ${message}`);
  }

  #joined({ roomId, members }) {
    if (roomId !== this.#roomId) return;
    this.#attempt = 0;
    this.#emit('members', { roomId, members });
    this.#joining?.resolve(members);
    this.#joining = null;
  }

  #error({ code, message }) {
    if (this.#joining && !aboutAPeer.has(code)) {
      this.#roomId = '';
      this.#joining.reject(new SignalingError(code, message));
      this.#joining = null;
      return;
    }
    this.#emit('error', { code, message });
  }

  #send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    this.#emit('traffic', { direction: 'out', message, at: Date.now() });
    return true;
  }

  #enter(state, detail = {}) {
    this.#state = state;
    this.#emit('state', { state, ...detail });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Why the server, or the way to it, refused. `code` is the server's stable word, `closeCode` the WebSocket's number or 0. */
export class SignalingError extends Error {
  constructor(code, message, closeCode = 0) {
    super(message);
    this.name = 'SignalingError';
    this.code = code;
    this.closeCode = closeCode;
  }
}

/** The server's labels of closes after which the same client would only be refused again. */
const hopeless = new Set(['protocol-error', 'invalid-data', 'too-big', 'too-many-fragments', 'not-admitted']);

/** Codes of errors that answer an offer, an answer or a candidate, never a join. */
const aboutAPeer = new Set(['unknown-peer', 'not-in-room']);

/** The stable word before the colon of a close reason. */
function labelOf(reason) {
  return /^([a-z-]+):/.exec(reason)?.[1] ?? '';
}

/** The seed's AUTH_ERROR has only words for people, which clients have come to rely on. */
function codeOfRefusal(message) {
  if (/taken/i.test(message)) return 'name-taken';
  return /^Username /.test(message) ? 'bad-name' : 'not-admitted';
}

/** For browsers of before 2024, which have no Promise.withResolvers. */
function withResolvers() {
  const deferred = {};
  deferred.promise = new Promise((resolve, reject) => Object.assign(deferred, { resolve, reject }));
  return deferred;
}
