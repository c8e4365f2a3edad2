/*
 * The floor: about the least that a relay can do in one thread. It speaks the rooms protocol at /ws and the pair
 * protocol at /pair, reads with one recv and writes with one send a message, and validates nothing: it is what other
 * servers are measured against, not a server to put anywhere.
 *
 *   floor [PORT]     listens on 127.0.0.1; 0, the default, takes a free port. Prints "ready PORT".
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 512, INPUT = 1 << 18, BUCKETS = 1 << 16, ID = 36, NAME = 64, HEAD = 200 };
enum { TEXT = 1, CLOSE = 8, PING = 9, PONG = 10 };

/* Bytes that grow. */
struct bytes {
    char *data;
    size_t length, room;
};

struct room;

struct peer {
    int fd;
    bool upgraded, pairs, wants_out;
    struct bytes in, out; /* an unfinished frame; what the socket has not taken yet */
    struct peer *partner; /* of a pair */
    struct room *room;
    struct peer *next_by_id;
    char id[ID + 1], name[NAME];
};

struct room {
    struct room *next_by_name;
    struct peer **members;
    size_t count, capacity;
    char name[NAME];
};

static int epoll;
static struct peer *peers[BUCKETS], *waiting; /* by id; for a partner */
static struct room *rooms[BUCKETS];
static char input[INPUT];

static void put(struct bytes *to, const void *data, size_t length) {
    if (to->length + length > to->room) {
        to->room = 2 * (to->length + length);
        to->data = realloc(to->data, to->room);
        if (to->data == NULL) abort();
    }
    memcpy(to->data + to->length, data, length);
    to->length += length;
}

static void put_text(struct bytes *to, const char *text) { put(to, text, strlen(text)); }

static void drop(struct bytes *what) {
    free(what->data);
    *what = (struct bytes){0};
}

/* ---- output ---- */

static void want_out(struct peer *peer, bool wanted) {
    if (wanted != peer->wants_out) {
        peer->wants_out = wanted;
        struct epoll_event event = {.events = EPOLLIN | (wanted ? EPOLLOUT : 0), .data.ptr = peer};
        epoll_ctl(epoll, EPOLL_CTL_MOD, peer->fd, &event);
    }
}

static void send_rest(struct peer *peer) {
    ssize_t sent = send(peer->fd, peer->out.data, peer->out.length, MSG_NOSIGNAL);
    if (sent < 0) return;
    peer->out.length -= (size_t)sent;
    memmove(peer->out.data, peer->out.data + sent, peer->out.length);
    if (peer->out.length == 0) {
        drop(&peer->out);
        want_out(peer, false);
    }
}

static void send_bytes(struct peer *to, const char *data, size_t length) {
    ssize_t sent = to->out.length > 0 ? 0 : send(to->fd, data, length, MSG_NOSIGNAL);
    if (sent < 0) sent = 0;
    if ((size_t)sent < length) {
        put(&to->out, data + sent, length - (size_t)sent);
        want_out(to, true);
    }
}

/* Sends one frame whose payload is made of three parts, as it arrives at the other end with one read. */
static void send_frame(struct peer *to, int opcode, const char *a, size_t an, const char *b, size_t bn, const char *c, size_t cn) {
    static struct bytes frame;
    size_t length = an + bn + cn;
    uint8_t header[4] = {(uint8_t)(0x80 | opcode)};
    size_t header_length = 2;
    if (length < 126) {
        header[1] = (uint8_t)length;
    } else if (length < 65536) {
        header[1] = 126;
        header[2] = (uint8_t)(length >> 8);
        header[3] = (uint8_t)length;
        header_length = 4;
    } else {
        return; /* nobody sends so much here */
    }
    frame.length = 0;
    put(&frame, header, header_length);
    put(&frame, a, an);
    put(&frame, b, bn);
    put(&frame, c, cn);
    send_bytes(to, frame.data, frame.length);
}

static void say(struct peer *to, const char *text, size_t length) { send_frame(to, TEXT, text, length, "", 0, "", 0); }

/* ---- rooms ---- */

static uint32_t bucket(const char *text, size_t length) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) hash = (hash ^ (uint8_t)text[i]) * 16777619u;
    return hash % BUCKETS;
}

/* An id's last eight characters are random enough. */
static struct peer **by_id(const char *id) {
    struct peer **at = &peers[bucket(id + ID - 8, 8)];
    while (*at != NULL && memcmp((*at)->id, id, ID) != 0) at = &(*at)->next_by_id;
    return at;
}

static struct room **by_name(const char *name) {
    struct room **at = &rooms[bucket(name, strlen(name))];
    while (*at != NULL && strcmp((*at)->name, name) != 0) at = &(*at)->next_by_name;
    return at;
}

/* Where the string behind a key begins in the first bytes of a message, or NULL. */
static const char *value(const char *text, size_t length, const char *key) {
    const char *at = memmem(text, length < HEAD ? length : HEAD, key, strlen(key));
    return at == NULL ? NULL : at + strlen(key);
}

static void copy_value(char into[NAME], const char *text, size_t length, const char *key) {
    const char *from = value(text, length, key);
    const char *end = from == NULL ? NULL : memchr(from, '"', (size_t)(text + length - from));
    size_t n = end == NULL ? 0 : (size_t)(end - from);
    if (n >= NAME) n = NAME - 1;
    memcpy(into, n == 0 ? "" : from, n);
    into[n] = 0;
}

static void put_card(struct bytes *to, const struct peer *peer) {
    put_text(to, "{\"id\":\"");
    put(to, peer->id, ID);
    put_text(to, "\",\"username\":\"");
    put_text(to, peer->name);
    put_text(to, "\"}");
}

/* Tells everybody in a room what happened to one of its peers. */
static void tell(struct room *room, const char *type, const struct peer *whom) {
    static struct bytes news;
    news.length = 0;
    put_text(&news, "{\"type\":\"");
    put_text(&news, type);
    put_text(&news, "\",\"roomId\":\"");
    put_text(&news, room->name);
    put_text(&news, "\",\"peer\":");
    put_card(&news, whom);
    put_text(&news, "}");
    for (size_t i = 0; i < room->count; i++) say(room->members[i], news.data, news.length);
}

static void leave(struct peer *peer) {
    struct room *room = peer->room;
    if (room == NULL) return;
    peer->room = NULL;
    size_t i = 0;
    while (room->members[i] != peer) i++;
    room->members[i] = room->members[--room->count];
    if (room->count > 0) {
        tell(room, "PEER_LEFT_ROOM", peer);
    } else {
        *by_name(room->name) = room->next_by_name;
        free(room->members);
        free(room);
    }
}

static void join(struct peer *peer, const char *text, size_t length) {
    static struct bytes answer;
    char name[NAME];
    leave(peer);
    copy_value(name, text, length, "\"roomId\":\"");
    struct room **at = by_name(name);
    if (*at == NULL) {
        *at = calloc(1, sizeof(struct room));
        if (*at == NULL) abort();
        strcpy((*at)->name, name);
    }
    struct room *room = *at;
    tell(room, "NEW_PEER_IN_ROOM", peer);
    answer.length = 0;
    put_text(&answer, "{\"type\":\"ROOM_MEMBERS\",\"roomId\":\"");
    put_text(&answer, name);
    put_text(&answer, "\",\"members\":[");
    for (size_t i = 0; i < room->count; i++) {
        if (i > 0) put_text(&answer, ",");
        put_card(&answer, room->members[i]);
    }
    put_text(&answer, "]}");
    if (room->count == room->capacity) {
        room->capacity = room->capacity == 0 ? 2 : 2 * room->capacity;
        room->members = realloc(room->members, room->capacity * sizeof(struct peer *));
        if (room->members == NULL) abort();
    }
    room->members[room->count++] = peer;
    peer->room = room;
    say(peer, answer.data, answer.length);
}

static void identify(struct peer *peer, const char *text, size_t length) {
    static struct bytes answer;
    uint8_t random[16];
    if (peer->id[0] != 0 || getrandom(random, sizeof random, 0) != sizeof random) return;
    char *id = peer->id;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) *id++ = '-';
        *id++ = "0123456789abcdef"[random[i] >> 4];
        *id++ = "0123456789abcdef"[random[i] & 15];
    }
    *by_id(peer->id) = peer;
    copy_value(peer->name, text, length, "\"username\":\"");
    answer.length = 0;
    put_text(&answer, "{\"type\":\"AUTH_SUCCESS\",\"status\":\"success\",\"username\":\"");
    put_text(&answer, peer->name);
    put_text(&answer, "\"}");
    say(peer, answer.data, answer.length);
}

/* Puts the sender's id in the place of what it claims to be, or in front of everything if it claims nothing. */
static void relay(struct peer *peer, const char *text, size_t length) {
    const char *to = value(text, length, "\"toPeerId\":\"");
    struct peer *target = to == NULL || to + ID > text + length ? NULL : *by_id(to);
    if (target == NULL) return;
    const char *from = value(text, length, "\"fromPeerId\":\"");
    if (from == NULL) {
        static char field[] = "{\"fromPeerId\":\"01234567-0123-0123-0123-0123456789ab\",";
        memcpy(field + 15, peer->id, ID);
        send_frame(target, TEXT, field, sizeof field - 1, text + 1, length - 1, "", 0);
    } else {
        const char *end = memchr(from, '"', (size_t)(text + length - from));
        if (end == NULL) return;
        send_frame(target, TEXT, text, (size_t)(from - text), peer->id, ID, end, (size_t)(text + length - end));
    }
}

static void take(struct peer *peer, const char *text, size_t length) {
    if (peer->pairs) {
        if (peer->partner != NULL) say(peer->partner, text, length);
        return;
    }
    const char *type = value(text, length, "\"type\":\"");
    if (type == NULL) return;
    switch (*type) {
        case 'J': join(peer, text, length); break;
        case 'L': leave(peer); break;
        case 'S': relay(peer, text, length); break;
        default: /* ICE_CANDIDATE or IDENTIFY */
            if (type[1] == 'C') relay(peer, text, length); else identify(peer, text, length);
    }
}

/* ---- pairs ---- */

static void pair(struct peer *peer) {
    static const char wait[] = "⌛ Waiting for another entrepreneur...";
    static const char found[] = "🎯 Connected with an entrepreneur!";
    if (waiting == NULL) {
        waiting = peer;
        say(peer, wait, sizeof wait - 1);
        return;
    }
    peer->partner = waiting;
    waiting->partner = peer;
    waiting = NULL;
    say(peer->partner, found, sizeof found - 1);
    say(peer, found, sizeof found - 1);
}

static void unpair(struct peer *peer) {
    static const char gone[] = "⚠️ Partner disconnected.";
    if (waiting == peer) waiting = NULL;
    if (peer->partner != NULL) {
        peer->partner->partner = NULL;
        say(peer->partner, gone, sizeof gone - 1);
    }
}

/* ---- the upgrade (RFC 6455 section 4.2) ---- */

static uint32_t rotate(uint32_t word, int by) { return word << by | word >> (32 - by); }

/* FIPS 180-4, for messages of 60 bytes: the key and the RFC's GUID, which fill two blocks. */
static void sha1(const char message[60], uint8_t digest[20]) {
    uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    uint8_t blocks[128] = {0};
    memcpy(blocks, message, 60);
    blocks[60] = 0x80;
    blocks[126] = 60 * 8 >> 8;
    blocks[127] = 60 * 8 & 255;
    for (uint8_t *block = blocks; block < blocks + 128; block += 64) {
        uint32_t w[80];
        for (int t = 0; t < 16; t++) {
            w[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 | (uint32_t)block[4 * t + 2] << 8 | block[4 * t + 3];
        }
        for (int t = 16; t < 80; t++) w[t] = rotate(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
        uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
        for (int t = 0; t < 80; t++) {
            uint32_t f = t < 20 ? (b & c) | (~b & d) : t >= 40 && t < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
            uint32_t k = t < 20 ? 0x5A827999 : t < 40 ? 0x6ED9EBA1 : t < 60 ? 0x8F1BBCDC : 0xCA62C1D6;
            uint32_t next = rotate(a, 5) + f + e + k + w[t];
            e = d;
            d = c;
            c = rotate(b, 30);
            b = a;
            a = next;
        }
        h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
    }
    for (int i = 0; i < 20; i++) digest[i] = (uint8_t)(h[i / 4] >> (24 - i % 4 * 8));
}

/* RFC 4648, for the 20 bytes of a digest. */
static void base64(const uint8_t digest[20], char text[29]) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0, o = 0; i < 20; i += 3, o += 4) {
        uint32_t three = (uint32_t)digest[i] << 16 | (uint32_t)digest[i + 1] << 8 | (i + 2 < 20 ? digest[i + 2] : 0u);
        for (int j = 0; j < 4; j++) text[o + j] = alphabet[three >> (18 - 6 * j) & 63];
    }
    text[27] = '=';
    text[28] = 0;
}

/* Returns the length of the request, 0 when it isn't complete yet, -1 when it is none. */
static ssize_t upgrade(struct peer *peer, const char *request, size_t length) {
    const char *end = memmem(request, length, "\r\n\r\n", 4);
    if (end == NULL) return 0;
    const char *key = memmem(request, (size_t)(end - request), "Sec-WebSocket-Key: ", 19);
    if (key == NULL || key + 19 + 24 > end) return -1;
    char keyed[61], accept[29], answer[160];
    uint8_t digest[20];
    memcpy(keyed, key + 19, 24);
    memcpy(keyed + 24, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", 37);
    sha1(keyed, digest);
    base64(digest, accept);
    int n = snprintf(answer, sizeof answer,
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
            accept);
    send_bytes(peer, answer, (size_t)n);
    peer->upgraded = true;
    peer->pairs = memcmp(request, "GET /pair", 9) == 0;
    if (peer->pairs) pair(peer);
    return end + 4 - request;
}

/* ---- input ---- */

static void end(struct peer *peer) {
    unpair(peer);
    leave(peer);
    if (peer->id[0] != 0) *by_id(peer->id) = peer->next_by_id;
    close(peer->fd);
    drop(&peer->in);
    drop(&peer->out);
    free(peer);
}

static void unmask(char *data, size_t length, const char mask[4]) {
    uint32_t four;
    memcpy(&four, mask, 4);
    uint64_t eight = (uint64_t)four << 32 | four, word;
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        memcpy(&word, data + i, 8);
        word ^= eight;
        memcpy(data + i, &word, 8);
    }
    for (; i < length; i++) data[i] ^= mask[i & 3];
}

/* Takes one frame (RFC 6455 section 5.2). Returns its length, 0 when it isn't complete yet, -1 when it was the last. */
static ssize_t take_frame(struct peer *peer, char *frame, size_t have) {
    if (have < 6) return 0;
    size_t length = (uint8_t)frame[1] & 127, header = 2;
    if (length == 126) {
        if (have < 8) return 0;
        length = (size_t)(uint8_t)frame[2] << 8 | (uint8_t)frame[3];
        header = 4;
    } else if (length == 127) {
        return -1; /* nobody sends so much here */
    }
    if (have < header + 4 + length) return 0;
    char *data = frame + header + 4;
    unmask(data, length, data - 4);
    switch (frame[0] & 15) {
        case TEXT: take(peer, data, length); break;
        case PING: send_frame(peer, PONG, data, length, "", 0, "", 0); break;
        case CLOSE: send_frame(peer, CLOSE, data, length < 2 ? 0 : 2, "", 0, "", 0); return -1;
        default: break;
    }
    return (ssize_t)(header + 4 + length);
}

static void read_from(struct peer *peer) {
    size_t kept = peer->in.length;
    if (kept > 0) memcpy(input, peer->in.data, kept);
    ssize_t got = recv(peer->fd, input + kept, INPUT - kept, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        end(peer);
        return;
    }
    size_t have = kept + (size_t)got, at = 0;
    ssize_t taken = 1;
    while (taken > 0 && at < have) {
        taken = peer->upgraded ? take_frame(peer, input + at, have - at) : upgrade(peer, input + at, have - at);
        if (taken < 0) {
            end(peer);
            return;
        }
        at += (size_t)taken;
    }
    drop(&peer->in);
    if (at < have) put(&peer->in, input + at, have - at);
}

static void accept_all(int listener) {
    int fd, on = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct peer *peer = calloc(1, sizeof *peer);
        if (peer == NULL) abort();
        peer->fd = fd;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = peer};
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

static int listen_on(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, length) != 0 || listen(fd, 4096) != 0
            || getsockname(fd, (struct sockaddr *)&address, &length) != 0) {
        perror("floor");
        exit(1);
    }
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    printf("ready %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

int main(int argc, char **argv) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    int listener = listen_on(argc > 1 ? atoi(argv[1]) : 0);
    struct epoll_event events[EVENTS];
    while (true) {
        int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            struct peer *peer = events[i].data.ptr;
            if (peer == NULL) {
                accept_all(listener);
                continue;
            }
            if (events[i].events & EPOLLOUT) send_rest(peer);
            if (events[i].events & ~(uint32_t)EPOLLOUT) read_from(peer);
        }
    }
}
