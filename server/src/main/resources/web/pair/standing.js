/** Where things stand, in plain words: what the line on top of the conversation says and shows. */

/** @returns {{text: string, tone: string, way: string}} words, the lamp's tone, and how the line is drawn */
export function standing({ state, direct, online }) {
  switch (state) {
    case 'connecting': return { text: 'Calling the server…', tone: 'busy', way: 'none' };
    case 'waiting': return { text: 'Waiting for somebody to come…', tone: 'busy', way: 'waiting' };
    case 'alone': return { text: 'The stranger has left', tone: '', way: 'alone' };
    case 'paired': return withSomebody(direct, online);
    default: return { text: 'Not connected', tone: '', way: 'none' };
  }
}

function withSomebody(direct, online) {
  if (direct === 'open') {
    return online
      ? { text: 'Talking directly', tone: 'good', way: 'direct' }
      : { text: 'Talking directly; the server is away', tone: 'good', way: 'direct' };
  }
  if (direct === 'linking') return { text: 'Finding a direct way…', tone: 'busy', way: 'linking' };
  return { text: 'Talking through the server', tone: 'good', way: 'server' };
}

/** What there is to say about going direct: words, and whether they ask something. */
export function invitation({ state, direct, iceServers }) {
  if (state !== 'paired') return null;
  switch (direct) {
    case 'asked': return { text: 'You asked to go direct. It happens as soon as the stranger agrees.' };
    case 'invited': return { text: 'The stranger would like to go direct: words and cameras without the server. You would see each other’s network address.', asks: true };
    case 'declined': return { text: 'The stranger would rather stay with the server.' };
    case 'failed': return {
      text: `There is no direct way between the two of you${iceServers.length ? '' : ', and this server offers no relay (TURN)'}. You go on through the server.`,
    };
    case 'never': return { text: 'The stranger’s program speaks plain text only: you talk through the server.' };
    default: return null;
  }
}
