// hleech: leech.c made for slow disks: every downloader asks for each piece once, in its own random order (as rarest-first does where one
// seeder has all and the others trade nothing), blocks of a piece in order; figures are of a window after a warm-up, with the disk's counters of that window.
#include "bt.h"
#include <getopt.h>

typedef struct { uint32_t piece, begin, len; } Req;
typedef struct { uint32_t piece, got; uint8_t *data; } Slot;          // a piece being assembled (--verify only)
typedef struct {
  int fd, tor, state, choked, remote_fast, want_out, nreq, nredo, nslot, hdrn; // state 0 idle, 1 connecting, 2 handshake, 3 up, 4 closed
  uint32_t bodylen, skip, bodyn, cur, curoff; int cur_ok;                      // cur: piece being requested
  uint8_t hdr[68], *body, *dst, *have, *out; uint32_t outn, outcap;
  Req *req, *redo, cb; Slot *slot; uint32_t nhave, seqpos;
  uint64_t bytes, rs; double t_conn, t_unchoke, t_first, t_retry;
  uint8_t *asked; uint32_t sug[64]; int nsug;                              // pieces asked for already; suggested ones (BEP 6), newest last
  uint64_t wbytes; double t_block; float *gap; int ngap, capgap; double worst; // of the window: bytes, last block, times between blocks
  double tokens, t_tok; int paused;                                        // --rate
} Peer;

static struct { const char *host, *srcbase, *bins, *ctl; int port, peers, depth, verify, fast, ext, ramp_ms, stall, suggest, rcvbuf, quiet; double seconds, reconnect, after, warm, rate; uint64_t bytes, seed; char order; }
  o = {"127.0.0.1", "127.16.0.1", 0, 0, 6881, 1, 64, 0, 0, 0, 2, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0, 1, 'r'};
static double tw; static uint64_t n_suggested, n_sugtaken; static char *ctl0;
static Torrent *T; static int nT, ep; static Peer *P; static double t0, tf, tl; static uint8_t buf[1 << 18];
static uint64_t total, wire, pieces_ok, pieces_bad, unexpected, rejected, choke_msgs, refused, remote_close, proto_err, lost_by_choke;
static uint32_t *bins; static size_t nbins;

static void peer_close(Peer *p, uint64_t *why) {
  if (p->fd >= 0) close(p->fd);
  p->fd = -1; p->state = 4; (*why)++; p->t_retry = o.reconnect > 0 ? now() + o.reconnect : 0;
}
static void flush_out(Peer *p) {
  while (p->outn) {
    ssize_t n = send(p->fd, p->out, p->outn, MSG_NOSIGNAL);
    if (n < 0) { if (errno != EAGAIN && errno != EINTR) { peer_close(p, &remote_close); return; } break; }
    memmove(p->out, p->out + n, p->outn - n); p->outn -= n;
  }
  if ((p->outn > 0) != p->want_out) {
    p->want_out = p->outn > 0; struct epoll_event e = {.events = (p->paused ? 0 : EPOLLIN) | (p->want_out ? EPOLLOUT : 0), .data.ptr = p};
    epoll_ctl(ep, EPOLL_CTL_MOD, p->fd, &e);
  }
}
static void put(Peer *p, const void *d, uint32_t n) {
  if (p->outn + n > p->outcap) { p->outcap = (p->outn + n) * 2; p->out = realloc(p->out, p->outcap); }
  memcpy(p->out + p->outn, d, n); p->outn += n;
}
static Slot *find_slot(Peer *p, uint32_t piece) { for (int i = 0; i < p->nslot; i++) if (p->slot[i].data && p->slot[i].piece == piece) return &p->slot[i]; return NULL; }
static int pick(Peer *p, Req *r) {                                    // next block to ask for
  const Torrent *t = &T[p->tor];
  if (p->nredo) { *r = p->redo[--p->nredo]; return 1; }
  if (!p->nhave) return 0;
  if (!p->cur_ok) {
    while ((p - P) * 61 % 100 < o.suggest && p->nsug && !p->cur_ok) {
      uint32_t c = p->sug[--p->nsug];
      if (!(p->have[c / 8] & (0x80 >> c % 8)) || p->asked[c / 8] & (0x80 >> c % 8)) continue;
      p->cur = c; p->curoff = 0; p->cur_ok = 1; n_sugtaken++;
    }
    for (int i = 0; i < 1000 && !p->cur_ok; i++) {
      uint32_t c = o.order == 's' ? p->seqpos++ % t->npieces : rng(&p->rs) % t->npieces;
      if (!(p->have[c / 8] & (0x80 >> c % 8)) || (o.verify && find_slot(p, c))) continue;
      if (o.order == 'r' && i < 900 && p->asked[c / 8] & (0x80 >> c % 8)) continue;
      p->cur = c; p->curoff = 0; p->cur_ok = 1; break;
    }
    if (!p->cur_ok) return 0;
    p->asked[p->cur / 8] |= 0x80 >> p->cur % 8;
    if (o.order == 'b') p->curoff = rng(&p->rs) % ((piece_size(t, p->cur) + BLOCK - 1) / BLOCK) * BLOCK;
    if (o.verify) {
      int i = 0; while (i < p->nslot && p->slot[i].data) i++;
      if (i == p->nslot) p->slot = realloc(p->slot, ++p->nslot * sizeof(Slot));
      p->slot[i] = (Slot){p->cur, 0, malloc(t->piece_len)};
    }
  }
  uint32_t ps = piece_size(t, p->cur), n = ps - p->curoff < BLOCK ? ps - p->curoff : BLOCK;
  *r = (Req){p->cur, p->curoff, n}; p->curoff += n;
  if (p->curoff >= ps || o.order == 'b') p->cur_ok = 0;
  return 1;
}
static void fill(Peer *p) {
  if (o.quiet || p->choked || p->state != 3 || p->nreq > o.depth - (o.depth + 3) / 4) return; // ask in batches of a quarter of the window
  Req r;
  while (p->nreq < o.depth && pick(p, &r)) {
    uint8_t m[17]; wr32(m, 13); m[4] = 6; wr32(m + 5, r.piece); wr32(m + 9, r.begin); wr32(m + 13, r.len);
    put(p, m, 17); p->req[p->nreq++] = r;
  }
  flush_out(p);
  if (o.stall && p->nreq && p->state == 3) epoll_ctl(ep, EPOLL_CTL_DEL, p->fd, NULL);  // asked, never reads: how much does the seeder buffer?
}
static int take_req(Peer *p, uint32_t piece, uint32_t begin) {
  for (int i = 0; i < p->nreq; i++) if (p->req[i].piece == piece && p->req[i].begin == begin) {
    p->cb = p->req[i]; memmove(p->req + i, p->req + i + 1, (--p->nreq - i) * sizeof(Req)); return 1;
  }
  return 0;
}
static void note_gap(Peer *p, double g) {
  if (p->ngap == p->capgap) p->gap = realloc(p->gap, (p->capgap = p->capgap ? p->capgap * 2 : 64) * sizeof(float));
  p->gap[p->ngap++] = g; if (g > p->worst) p->worst = g;
}
static void block_done(Peer *p) {
  if (tw) { double t = now(); note_gap(p, t - (p->t_block > tw ? p->t_block : tw)); p->t_block = t; }
  if (!o.verify) return;
  Slot *s = find_slot(p, p->cb.piece); if (!s) return;
  uint32_t ps = piece_size(&T[p->tor], s->piece); if ((s->got += p->cb.len) < ps) return;
  uint8_t h[20]; sha1(s->data, ps, h);
  if (memcmp(h, T[p->tor].pieces + 20 * s->piece, 20)) pieces_bad++; else pieces_ok++;
  free(s->data); s->data = NULL;
}
static void on_msg(Peer *p, int id, const uint8_t *b, uint32_t n) {
  const Torrent *t = &T[p->tor]; uint32_t nb = (t->npieces + 7) / 8;
  switch (id) {
  case 0: choke_msgs++; p->choked = 1;
    if (!p->remote_fast) { lost_by_choke += p->nreq; memcpy(p->redo + p->nredo, p->req, p->nreq * sizeof(Req)); p->nredo += p->nreq; p->nreq = 0; }
    break;
  case 1: if (!p->t_unchoke) p->t_unchoke = now(); p->choked = 0; fill(p); break;
  case 4: if (n >= 4) { uint32_t i = rd32(b); if (i < t->npieces && !(p->have[i/8] & (0x80 >> i%8))) { p->have[i/8] |= 0x80 >> i%8; p->nhave++; } } fill(p); break;
  case 5: if (n != nb) { proto_err++; break; }
    memcpy(p->have, b, nb); p->nhave = 0; for (uint32_t i = 0; i < t->npieces; i++) p->nhave += !!(b[i/8] & (0x80 >> i%8)); fill(p); break;
  case 13: if (n >= 4) { uint32_t i = rd32(b); n_suggested++; if (i < t->npieces) { if (p->nsug == 64) memmove(p->sug, p->sug + 1, 63 * sizeof *p->sug), p->nsug--; p->sug[p->nsug++] = i; } } break;
  case 14: memset(p->have, 0xff, nb); p->nhave = t->npieces; fill(p); break;
  case 16: if (n >= 12) { rejected++; if (take_req(p, rd32(b), rd32(b + 4))) p->redo[p->nredo++] = p->cb; } fill(p); break;
  }
}
static void feed(Peer *p, const uint8_t *b, size_t n) {
  while (n && p->state >= 2 && p->state < 4) {
    if (p->skip) {                                                    // inside a body
      uint32_t k = n < p->skip ? n : p->skip;
      if (p->dst) { memcpy(p->dst, b, k); p->dst += k; }
      if (p->hdr[4] == 7 && p->hdrn == 13) {
        double t = now(); p->bytes += k; total += k; if (tw) p->wbytes += k; p->tokens -= k; if (!tf) tf = t; tl = t; if (!p->t_first) p->t_first = t;
        size_t i = (size_t)((t - t0) * 100); if (i < nbins) bins[i] += k;
      }
      b += k; n -= k;
      if ((p->skip -= k)) return;
      if (p->hdr[4] == 7) { block_done(p); p->hdrn = 0; fill(p); }
      else { p->hdrn = 0; on_msg(p, p->hdr[4], p->body, p->bodyn); }
      continue;
    }
    int need = p->state == 2 ? 68 : p->hdrn < 4 ? 4 : p->hdrn < 5 ? 5 : 13, k = need - p->hdrn;
    if (k > (int)n) k = n;
    memcpy(p->hdr + p->hdrn, b, k); p->hdrn += k; b += k; n -= k;
    if (p->hdrn < need) return;
    if (p->state == 2) {
      if (memcmp(p->hdr, "\x13" "BitTorrent protocol", 20) || memcmp(p->hdr + 28, T[p->tor].hash, 20)) { peer_close(p, &proto_err); return; }
      p->remote_fast = o.fast && (p->hdr[27] & 4); p->state = 3; p->hdrn = 0;
      if (o.ext && (p->hdr[25] & 0x10)) {
        static const char d[] = "d1:mde4:reqqi500e1:v7:leech/1e"; uint8_t h[6]; wr32(h, 2 + sizeof d - 1); h[4] = 20; h[5] = 0; put(p, h, 6); put(p, d, sizeof d - 1); }
      if (p->remote_fast) put(p, "\0\0\0\1\x0f", 5);                  // have-none
      if (!o.quiet) put(p, "\0\0\0\1\2", 5);                        // interested
      flush_out(p);
      continue;
    }
    uint32_t len = rd32(p->hdr);
    if (need == 4) { if (!len) p->hdrn = 0; else if (len > (1 << 22)) peer_close(p, &proto_err); continue; }
    int id = p->hdr[4];
    if (need == 5 && id != 7) {
      p->bodyn = p->skip = len - 1;
      if (!p->skip) { p->hdrn = 0; on_msg(p, id, NULL, 0); }
      else if (id == 4 || id == 5 || id == 13 || id == 16) { p->body = realloc(p->body, p->skip); p->dst = p->body; }
      else p->dst = NULL;
    } else if (need == 13) {
      uint32_t pc = rd32(p->hdr + 5), bg = rd32(p->hdr + 9);
      if (len < 10) { peer_close(p, &proto_err); return; }
      p->skip = len - 9; p->dst = NULL;
      if (!take_req(p, pc, bg) || p->cb.len != p->skip) { unexpected++; p->cb.len = 0; p->cb.piece = ~0u; }
      else if (o.verify) { Slot *s = find_slot(p, pc); if (s) p->dst = s->data + bg; }
    }
  }
}
static void start(Peer *p, int i) {
  struct sockaddr_in a = {.sin_family = AF_INET}; inet_pton(AF_INET, o.srcbase, &a.sin_addr);
  uint32_t ip = ntohl(a.sin_addr.s_addr) + i + i / 200 * 56;          // skip .0/.255-ish host parts
  a.sin_addr.s_addr = htonl(ip);
  const Torrent *t = &T[p->tor = i % nT];
  p->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0); int one = 1;
  setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (o.rcvbuf) { int b = o.rcvbuf / 2; setsockopt(p->fd, SOL_SOCKET, SO_RCVBUF, &b, sizeof b); }
  setsockopt(p->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  if (strcmp(o.srcbase, "none") && bind(p->fd, (void *)&a, sizeof a)) die("bind", strerror(errno));
  if (!p->req) {
    p->req = malloc(o.depth * sizeof(Req)); p->redo = malloc((o.depth + 1) * 2 * sizeof(Req)); p->have = calloc(1, (t->npieces + 7) / 8); p->asked = calloc(1, (t->npieces + 7) / 8);
    p->rs = (o.seed + i + 1) * 0x9E3779B97F4A7C15ull; for (int k = 0; k < 8; k++) rng(&p->rs);
  }
  for (int k = 0; k < p->nslot; k++) { free(p->slot[k].data); p->slot[k].data = NULL; }
  p->nreq = p->nredo = p->hdrn = p->outn = p->want_out = p->cur_ok = 0; p->skip = p->nhave = 0; p->choked = 1; p->t_retry = 0;
  p->state = 1; if (!p->t_conn) p->t_conn = now();
  struct sockaddr_in d = {.sin_family = AF_INET, .sin_port = htons(o.port)}; inet_pton(AF_INET, o.host, &d.sin_addr);
  if (connect(p->fd, (void *)&d, sizeof d) && errno != EINPROGRESS) { peer_close(p, &refused); return; }
  struct epoll_event e = {.events = EPOLLIN | EPOLLOUT, .data.ptr = p}; p->want_out = 1;
  epoll_ctl(ep, EPOLL_CTL_ADD, p->fd, &e);
}
static void connected(Peer *p, int i) {
  int err = 0; socklen_t l = sizeof err; getsockopt(p->fd, SOL_SOCKET, SO_ERROR, &err, &l);
  if (err) { peer_close(p, &refused); return; }
  uint8_t h[68] = "\x13" "BitTorrent protocol"; h[27] = o.fast ? 4 : 0; h[25] = o.ext ? 0x10 : 0;
  memcpy(h + 28, T[p->tor].hash, 20); char id[32]; snprintf(id, sizeof id, "-LE0001-%012llx", (unsigned long long)(o.seed * 100000 + i)); memcpy(h + 48, id, 20);
  p->state = 2; put(p, h, 68); flush_out(p);
}
static int cmp64(const void *a, const void *b) { uint64_t x = *(uint64_t *)a, y = *(uint64_t *)b; return x < y ? -1 : x > y; }
static int cmpd(const void *a, const void *b) { double x = *(double *)a, y = *(double *)b; return x < y ? -1 : x > y; }

static void mask(Peer *p) { struct epoll_event e = {.events = (p->paused ? 0 : EPOLLIN) | (p->want_out ? EPOLLOUT : 0), .data.ptr = p}; epoll_ctl(ep, EPOLL_CTL_MOD, p->fd, &e); }
static char *slurp(const char *path) {                                // the disk's counters (one JSON line a file; several files: comma)
  char *r = strdup(""), *list = strdup(path), *save; size_t n = 0;
  for (char *f = strtok_r(list, ",", &save); f; f = strtok_r(NULL, ",", &save)) {
    char b[2048]; int fd = open(f, O_RDONLY); ssize_t k = fd >= 0 ? read(fd, b, sizeof b - 1) : 0; if (fd >= 0) close(fd);
    while (k > 0 && b[k - 1] == '\n') k--;
    if (k <= 0) { strcpy(b, "null"); k = 4; }
    r = realloc(r, n + k + 2); if (n) r[n++] = ','; memcpy(r + n, b, k); n += k; r[n] = 0;
  }
  free(list); return r;
}
static int cmpf(const void *a, const void *b) { float x = *(float *)a, y = *(float *)b; return x < y ? -1 : x > y; }
static void usage(void) {
  puts("leech [options] FILE.torrent...   play N downloaders against one seeder; data is discarded; prints one JSON line\n"
       "  --host A --port P      seeder address (127.0.0.1:6881)\n  --peers N              connections (1); peer i uses torrent i mod number of torrents\n"
       "  --seconds S            stop after S seconds (10)\n  --bytes B              or after B payload bytes in all\n"
       "  --after S              or S seconds after the first payload byte (so that a slow first unchoke costs no measuring time)\n"
       "  --depth D              outstanding 16 KiB requests per peer (64)\n  --order rand|seq|block piece order; block = every block random (rand)\n"
       "  --verify               assemble pieces and check SHA-1\n  --fast --ext           advertise BEP 6 / BEP 10\n"
       "  --src A|none           first source address, one per peer (127.16.0.1); none = do not bind\n"
       "  --ramp MS              delay between connects (2)\n  --reconnect S          reconnect S seconds after a disconnect (0 = never)\n"
       "  --stall                fill the request window once, then never read: shows what a seeder buffers per stuck peer\n"
       "  --warm S               measure from S seconds after the start on; --seconds counts from there\n  --suggest[=PERCENT]    so many of each 100 downloaders ask for suggested pieces (BEP 6) first; needs --fast\n"
       "  --rate R --rcvbuf B    each downloader takes at most R bytes/s; its socket takes B bytes ahead (a distant client: 1e6 and 131072)\n  --ctl FILE[,FILE]      read when the window begins and when it ends, into the result\n"
       "  --quiet                connect and say hello, want nothing\n  --bins FILE            write payload bytes per 10 ms, one number per line\n  --seed N               random seed (1)\n"
       "JSON: mbps = bytes / (last - first byte time) in 1e6 B/s; burst_1s/burst_100ms = most bytes in any such window (10 ms grid);\n"
       "      peer_bytes min/median/max and jain = fairness (1 = equal); ttfb = seconds from connect to first payload byte");
  exit(0);
}
int main(int c, char **v) {
  static struct option L[] = {{"host",1,0,'h'},{"port",1,0,'p'},{"peers",1,0,'n'},{"seconds",1,0,'s'},{"bytes",1,0,'b'},{"depth",1,0,'d'},{"order",1,0,'o'},{"verify",0,0,'V'},
    {"fast",0,0,'f'},{"ext",0,0,'e'},{"src",1,0,'S'},{"ramp",1,0,'r'},{"reconnect",1,0,'R'},{"bins",1,0,'B'},{"seed",1,0,'x'},{"after",1,0,'a'},{"stall",0,0,'t'},{"warm",1,0,'w'},{"suggest",2,0,'g'},{"rcvbuf",1,0,'Q'},{"quiet",0,0,'q'},{"ctl",1,0,'c'},{"rate",1,0,'T'},{"help",0,0,'?'},{0,0,0,0}};
  for (int k; (k = getopt_long(c, v, "", L, 0)) != -1;) switch (k) {
    case 'h': o.host = optarg; break; case 'p': o.port = atoi(optarg); break; case 'n': o.peers = atoi(optarg); break; case 's': o.seconds = atof(optarg); break;
    case 'b': o.bytes = strtoull(optarg, 0, 10); break; case 'd': o.depth = atoi(optarg); break; case 'o': o.order = optarg[0]; break; case 'V': o.verify = 1; break;
    case 'f': o.fast = 1; break; case 'e': o.ext = 1; break; case 'S': o.srcbase = optarg; break; case 'r': o.ramp_ms = atoi(optarg); break;
    case 't': o.stall = 1; break; case 'w': o.warm = atof(optarg); break; case 'g': o.suggest = optarg ? atoi(optarg) : 100; break; case 'Q': o.rcvbuf = atoi(optarg); break; case 'q': o.quiet = 1; break; case 'c': o.ctl = optarg; break; case 'T': o.rate = atof(optarg); break; case 'a': o.after = atof(optarg); break; case 'R': o.reconnect = atof(optarg); break; case 'B': o.bins = optarg; break; case 'x': o.seed = strtoull(optarg, 0, 10); break; default: usage(); }
  if (optind >= c || o.depth < 1 || o.peers < 1 || (o.verify && o.order == 'b')) usage();
  nT = c - optind; T = malloc(nT * sizeof *T); for (int i = 0; i < nT; i++) T[i] = load_torrent(v[optind + i]);
  P = calloc(o.peers, sizeof *P); nbins = (size_t)((o.seconds + o.warm) * 100) + 200; bins = calloc(nbins, sizeof *bins);
  ep = epoll_create1(0); for (int i = 0; i < o.peers; i++) P[i].fd = -1;
  t0 = now(); int started = 0; double tick = t0, ka = t0;
  for (;;) {
    double t = now(); if (!tw && t - t0 >= o.warm) { if (o.ctl) ctl0 = slurp(o.ctl); tw = now(); }
    if (t - t0 >= o.seconds + o.warm || (o.bytes && total >= o.bytes) || (o.after > 0 && tf && t - tf >= o.after)) break;
    while (started < o.peers && t - t0 >= started * o.ramp_ms / 1000.0) { start(&P[started], started); started++; }
    if (o.rate > 0) for (int i = 0; i < started; i++) {
      Peer *p = &P[i]; if (p->state != 3) continue;
      if (!p->t_tok) p->t_tok = t;
      p->tokens += (t - p->t_tok) * o.rate; p->t_tok = t; if (p->tokens > 65536) p->tokens = 65536;
      int w = p->tokens <= 0; if (w != p->paused) { p->paused = w; mask(p); }
    }
    if (t - tick > 0.05) {
      tick = t; int alive = started < o.peers;
      for (int i = 0; i < started; i++) { if (P[i].state == 4 && P[i].t_retry && t >= P[i].t_retry) start(&P[i], i); alive |= P[i].state != 4 || P[i].t_retry > 0; }
      if (!alive) break;
      if (t - ka > 60) { ka = t; for (int i = 0; i < started; i++) if (P[i].state == 3) { put(&P[i], "\0\0\0\0", 4); flush_out(&P[i]); } }
    }
    struct epoll_event ev[256]; int n = epoll_wait(ep, ev, 256, started < o.peers ? 1 : o.rate > 0 ? 5 : 10);
    for (int i = 0; i < n; i++) {
      Peer *p = ev[i].data.ptr; if (p->state == 4) continue;
      if (p->state == 1) { connected(p, p - P); continue; }
      if (ev[i].events & EPOLLOUT) { flush_out(p); if (p->state == 4) continue; }
      if (!(ev[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))) continue;
      if (p->paused && !(ev[i].events & (EPOLLHUP | EPOLLERR))) continue;
      ssize_t r = recv(p->fd, buf, o.rate > 0 ? 32768 : sizeof buf, 0);
      if (r > 0) { wire += r; feed(p, buf, r); }
      else if (r == 0 || (errno != EAGAIN && errno != EINTR)) peer_close(p, &remote_close);
    }
  }
  double end = now(); char *ctl1 = o.ctl ? slurp(o.ctl) : NULL; int N = o.peers, served = 0, up = 0; uint64_t *pb = calloc(N, 8), s2 = 0; double *tt = calloc(N, 8), s = 0, sq = 0; (void)s2;
  for (int i = 0; i < N; i++) { pb[i] = P[i].wbytes; s += P[i].wbytes; sq += (double)P[i].wbytes * P[i].wbytes; up += P[i].state == 3; if (P[i].t_first) tt[served++] = P[i].t_first - P[i].t_conn; }
  qsort(pb, N, 8, cmp64); qsort(tt, served, 8, cmpd);
  float *gm = calloc(N, sizeof *gm), *gw = calloc(N, sizeof *gw), *g99 = calloc(N, sizeof *g99); int wserved = 0; uint64_t wb = 0;
  for (int i = 0; i < N; i++) {                                       // a downloader that got nothing in the window waited all of it
    Peer *p = &P[i]; wserved += p->wbytes > 0; wb += p->wbytes; if (!p->t_block || p->t_block < tw) { p->ngap = 0; note_gap(p, end - tw); } else if (end - p->t_block > p->worst) p->worst = end - p->t_block;
    qsort(p->gap, p->ngap, sizeof(float), cmpf); gm[i] = p->gap[p->ngap / 2]; g99[i] = p->gap[p->ngap * 99 / 100]; gw[i] = p->worst;
  }
  qsort(gm, N, sizeof(float), cmpf); qsort(gw, N, sizeof(float), cmpf); qsort(g99, N, sizeof(float), cmpf);
  uint64_t w1 = 0, m1 = 0, w2 = 0, m2 = 0;
  for (size_t i = 0; i < nbins; i++) { w1 += bins[i]; if (i >= 100) w1 -= bins[i - 100]; if (w1 > m1) m1 = w1; w2 += bins[i]; if (i >= 10) w2 -= bins[i - 10]; if (w2 > m2) m2 = w2; }
  if (o.bins) { FILE *f = fopen(o.bins, "w"); for (size_t i = 0; f && i < nbins; i++) fprintf(f, "%u\n", bins[i]); if (f) fclose(f); }
  printf("{\"peers\":%d,\"bytes\":%llu,\"wire_bytes\":%llu,\"seconds\":%.3f,\"active_s\":%.3f,\"since_first_s\":%.3f,\"mbps\":%.2f,\"served\":%d,\"up_at_end\":%d,"
         "\"peer_bytes\":{\"min\":%llu,\"median\":%llu,\"max\":%llu},\"jain\":%.4f,\"ttfb\":{\"min\":%.4f,\"median\":%.4f,\"max\":%.4f},"
         "\"burst_1s\":%llu,\"burst_100ms\":%llu,\"refused\":%llu,\"disconnects\":%llu,\"protocol_errors\":%llu,\"chokes\":%llu,\"rejects\":%llu,"
         "\"lost_by_choke\":%llu,\"unexpected_blocks\":%llu,\"pieces_ok\":%llu,\"pieces_bad\":%llu,"
         "\"win_s\":%.3f,\"win_bytes\":%llu,\"win_mbps\":%.3f,\"win_served\":%d,\"gap_med_ms\":%.2f,\"gap_p99_ms\":%.1f,\"gap_worst_med_ms\":%.1f,\"gap_worst_max_ms\":%.1f,\"suggested\":%llu,\"suggestions_taken\":%llu,\"ctl0\":[%s],\"ctl1\":[%s]}\n",
         N, (unsigned long long)total, (unsigned long long)wire, end - t0, tl - tf, tf ? end - tf : 0, tl > tf ? total / (tl - tf) / 1e6 : 0, served, up,
         (unsigned long long)pb[0], (unsigned long long)pb[N / 2], (unsigned long long)pb[N - 1], sq ? s * s / (N * sq) : 0,
         served ? tt[0] : -1, served ? tt[served / 2] : -1, served ? tt[served - 1] : -1, (unsigned long long)m1, (unsigned long long)m2,
         (unsigned long long)refused, (unsigned long long)remote_close, (unsigned long long)proto_err, (unsigned long long)choke_msgs, (unsigned long long)rejected,
         (unsigned long long)lost_by_choke, (unsigned long long)unexpected, (unsigned long long)pieces_ok, (unsigned long long)pieces_bad,
         end - tw, (unsigned long long)wb, wb / (end - tw) / 1e6, wserved, gm[N / 2] * 1e3, g99[N / 2] * 1e3, gw[N / 2] * 1e3, gw[N - 1] * 1e3, (unsigned long long)n_suggested, (unsigned long long)n_sugtaken, ctl0 ? ctl0 : "", ctl1 ? ctl1 : "");
  return 0;
}
