// keep FILE: maps FILE and, twice a second, touches what the page cache has of it. A kernel that pages out what nobody has used for a while (DAMON, as hosts of virtual machines
// let it) passes mapped pages over: so the cache behaves as on a board. Drops nothing and reads nothing: a page that is not cached is not touched.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int c, char **v) {
  struct stat s; int file = c == 2 ? open(v[1], O_RDONLY) : -1;
  if (file < 0 || fstat(file, &s)) { fprintf(stderr, "keep FILE\n"); return 2; }
  size_t pages = (s.st_size + 4095) / 4096; unsigned char *cached = malloc(pages), *touched = calloc(pages, 1);
  volatile char *data = mmap(NULL, s.st_size, PROT_READ, MAP_SHARED, file, 0);
  if (data == MAP_FAILED || !cached || !touched) { perror(v[1]); return 1; }
  madvise((void *)data, s.st_size, MADV_RANDOM);
  for (;; usleep(500000)) {
    if (mincore((void *)data, s.st_size, cached)) { perror("mincore"); return 1; }
    for (size_t i = 0; i < pages; i++) {
      if ((cached[i] & 1) && !touched[i]) (void)data[i * 4096];
      touched[i] = cached[i] & 1;
    }
  }
}
