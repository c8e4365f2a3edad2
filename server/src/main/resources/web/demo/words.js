/** What happened, why, and what to do about it, in plain words. */

const refusals = {
  'name-taken': 'Someone here already goes by that name. Pick another one.',
  'bad-name': 'The server does not take that name. Try a shorter one, of letters and digits.',
  'bad-field': 'The server does not take that room name. Try a shorter one, of letters, digits and hyphens.',
  'room-full': 'That room is full. Ask someone to leave, or meet in another room.',
  'rate-limited': 'The server asks you to slow down. Wait a moment, then try again.',
  timeout: 'The server did not answer. Check that it is running, then try again.',
  closed: 'The server cannot be reached. Check your connection, and that the server is running.',
  shutdown: 'The server is just stopping. Try again in a moment.',
};

/** Why a join failed, or what the server would not do, from a SignalingError or the detail of an `error` event. */
export function refusal({ code, message }) {
  if (code === 'negotiation') return `The two ends could not agree. ${message}`;
  return refusals[code] ?? `The server refused: ${message}`;
}

/** Why the connection to the server ended, from the detail of a `state` event; it will be tried again. */
export function whyAway({ code, reason }) {
  const label = reason.split(':')[0];
  if (label === 'name-held') return 'The server still holds your name for the connection that was lost.';
  if (label === 'rate-limited' || (code === 1008 && !label)) {
    return 'The server hung up: this page sent too much in too short a time.';
  }
  if (label === 'slow-reader') return 'The server hung up: this page took in messages too slowly.';
  if (label === 'gone') return 'The server heard nothing from this page for too long.';
  if (code === 1001) return 'The server is restarting.';
  if (code === 1011) return 'The server had a fault of its own.';
  return navigator.onLine ? 'The server is out of reach.' : 'This device is offline.';
}

/** Why the connection ended when it is not tried again. */
export function whyClosed({ reason }) {
  return `The server hung up for good${reason ? ` (${reason})` : ''}.`;
}

const kinds = {
  host: 'direct, same network',
  srflx: 'direct, through a router',
  prflx: 'direct, through a router',
  relay: 'through a relay',
};

/** What kind of way a route takes. */
export function wayOf({ local, remote }) {
  if (local.type === 'relay' || remote.type === 'relay') return kinds.relay;
  return local.type === 'host' ? kinds[remote.type] : kinds[local.type];
}

/** Where a peer's line stands: words for people, a tone for the lamp. */
export function standing(peer) {
  const { link } = peer;
  switch (peer.status) {
    case 'open':
      return peer.listed
        ? { text: 'Connected directly', tone: 'good' }
        : { text: 'Connected directly, but lost to the server', tone: 'busy' };
    case 'interrupted': return { text: 'Interrupted, may come back', tone: 'busy' };
    case 'failed': return { text: 'No route to them', tone: 'bad' };
    case 'silent': return { text: 'Does not answer', tone: 'bad' };
    case 'closed': return { text: 'Hung up', tone: 'bad' };
    default: return { text: link.answered ? 'Finding a route…' : 'Ringing…', tone: 'busy' };
  }
}

/** What to make of a line that failed. */
export function whyNoRoute(link, iceServers) {
  const ends = 'The two of you could not reach each other directly. A firewall or router stands between.';
  if (!iceServers.length) {
    return `${ends} This server offers no relay (TURN), so the same network or a friendlier one is needed.`;
  }
  const complaint = link.complaints.at(-1);
  if (!complaint?.url) return `${ends} The relay did not help either.`;
  return `${ends} ${complaint.url} said: ${complaint.errorText || complaint.errorCode}.`;
}

/** Why a camera or microphone did not switch on. */
export function whyNoMedia(kind, { name }) {
  const device = kind === 'video' ? 'camera' : 'microphone';
  switch (name) {
    case 'NotAllowedError': return `The browser was not allowed to use the ${device}. Allow it in the address bar.`;
    case 'NotFoundError': return `There is no ${device} on this device.`;
    case 'NotReadableError': return `The ${device} is in use by another program.`;
    case 'InsecureContext': return `Browsers hand out the ${device} only over https, or on localhost.`;
    default: return `The ${device} could not be started (${name}).`;
  }
}
