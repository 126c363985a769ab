#!/usr/bin/env python3
"""What LEDs, display and button cost: processor time and memory of an idle service with them, less those without.

    EDGESEED_BINARY=… python3 tests/Bench/faces_cost.py [SECONDS] [TORRENTS]

The machine needs none of the hardware: a library loaded before libc answers for /dev/gpiochip0 and /dev/i2c-1 as drivers would,
at once. Prints the medians of three rounds and their difference; exits with 1 when that is above 0.3 % of a processor or 1 MiB.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

DEVICES = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <linux/gpio.h>
#include <linux/i2c-dev.h>

/* The program asks libc itself for its functions, so that is where it has to be given ours. */
static void *libc_symbol(const char *name)
{
    static void *(*real)(void *, const char *);
    if (!real) real = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.34");
    if (!real) real = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.2.5");
    return real(RTLD_NEXT, name);
}

static int is_ours(const char *path) { return !strcmp(path, "/dev/gpiochip0") || !strcmp(path, "/dev/i2c-1"); }

int open(const char *path, int flags, ...)
{
    static int (*real)(const char *, int, unsigned);
    va_list more; va_start(more, flags); unsigned mode = va_arg(more, unsigned); va_end(more);
    if (!real) real = libc_symbol("open");
    return real(is_ours(path) ? "/dev/null" : path, flags, mode);
}

struct stat;

int __lxstat64(int version, const char *path, struct stat *result)
{
    static int (*real)(int, const char *, struct stat *);
    if (!real) real = libc_symbol("__lxstat64");
    return real(version, is_ours(path) ? "/dev/null" : path, result);
}

int ioctl(int fd, unsigned long request, ...)
{
    static int (*real)(int, unsigned long, void *);
    va_list more; va_start(more, request); void *argument = va_arg(more, void *); va_end(more);
    if (!real) real = libc_symbol("ioctl");
    switch ((unsigned)request) {
    case GPIO_GET_CHIPINFO_IOCTL: {
        struct gpiochip_info *info = argument;
        memset(info, 0, sizeof *info);
        strcpy(info->label, "pinctrl-bcm2711");
        info->lines = 54;
        return 0;
    }
    case GPIO_V2_GET_LINE_IOCTL: ((struct gpio_v2_line_request *)argument)->fd = open("/dev/null", O_RDWR | O_CLOEXEC); return 0;
    case GPIO_V2_LINE_GET_VALUES_IOCTL: ((struct gpio_v2_line_values *)argument)->bits = 1; return 0;
    case GPIO_V2_LINE_SET_VALUES_IOCTL: case GPIO_V2_LINE_SET_CONFIG_IOCTL: case I2C_SLAVE: return 0;
    }
    return real(fd, request, argument);
}

void *dlsym(void *handle, const char *name)
{
    static void *(*real)(void *, const char *);
    if (!strcmp(name, "open")) return open;
    if (!strcmp(name, "ioctl")) return ioctl;
    if (!real) real = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.34");
    if (!real) real = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.2.5");
    return real(handle, name);
}
"""

ROUNDS = 3

SETTINGS = """
[service]
port = 26969
peer_port = 26881
state = "{folder}/state"
bind = ["127.0.0.1"]
[library]
folders = ["{folder}/pub"]
[drives]
enabled = false
[hardware]
enabled = {enabled}
[hardware.leds]
status = "gpio:23"
activity = "gpio:24"
attention = "gpio:25"
[hardware.display]
model = "ssd1306-128x64"
[hardware.button]
line = 26
"""


def cost(folder, library, enabled, seconds):
    """(percent of a processor, resident KiB at the most) of an idle service."""
    config = os.path.join(folder, "seed.toml")
    with open(config, "w", encoding="utf-8") as file:
        file.write(SETTINGS.format(folder=folder, enabled=str(enabled).lower()))
    service = subprocess.Popen([os.environ["EDGESEED_BINARY"], "serve", "--config", config], env=dict(os.environ, LD_PRELOAD=library),
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        time.sleep(6)
        before = processor(service.pid)
        time.sleep(seconds)
        used = processor(service.pid) - before
        with open(f"/proc/{service.pid}/status", encoding="ascii") as status:
            resident = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
        return 100 * used / seconds, resident
    finally:
        service.terminate()
        said = service.communicate()[1].decode()
        if enabled and "some hardware" in said:
            raise SystemExit(said)


def processor(pid):
    """Processor seconds so far, to the nanosecond."""
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/schedstat", encoding="ascii") as stat:
            total += int(stat.read().split()[0])
    return total / 1e9


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    torrents = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as folder:
        source, library = os.path.join(folder, "devices.c"), os.path.join(folder, "devices.so")
        with open(source, "w", encoding="utf-8") as file:
            file.write(DEVICES)
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, source], check=True)
        os.mkdir(os.path.join(folder, "pub"))
        for number in range(torrents):
            with open(os.path.join(folder, "pub", f"file{number}"), "wb") as file:
                file.write(os.urandom(20_000))
        # In turn, as memory differs by half a megabyte from one start to the next.
        rounds = [(cost(folder, library, False, seconds), cost(folder, library, True, seconds)) for _ in range(ROUNDS)]
    plain, faces = (tuple(statistics.median(round[i][j] for round in rounds) for j in (0, 1)) for i in (0, 1))
    more = faces[0] - plain[0], faces[1] - plain[1]
    for name, (percent, resident) in (("without", plain), ("with", faces), ("difference", more)):
        print(f"{name:<10} {percent:8.3f} % of a processor {resident:8,} KiB")
    sys.exit(more[0] > 0.3 or more[1] > 1024)


if __name__ == "__main__":
    main()
