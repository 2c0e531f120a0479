/* The yardstick: the simplest JACK client, one memcpy per channel. Counts what a native program loses on this machine.
   Usage: passthrough SECONDS [CHANNELS]; prints one JSON line at the end, or when it is told to terminate. */
#include <jack/jack.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_CHANNELS = 8, MAX_GAPS = 1 << 22 };

static jack_port_t *in[MAX_CHANNELS], *out[MAX_CHANNELS];
static int channels = 2;
static volatile long xruns, blocks, late, missed;
static volatile sig_atomic_t done;
static uint32_t *gaps_ns;
static int64_t last_ns;
static double period_ns;

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int process(jack_nframes_t frames, void *arg) {
    (void)arg;
    int64_t now = now_ns();
    if (last_ns && blocks < MAX_GAPS) {
        gaps_ns[blocks] = (uint32_t)(now - last_ns);
        if (now - last_ns > 1.8 * period_ns) { /* the rule by which pluginhost counts, too */
            long periods = (long)((now - last_ns) / period_ns + 0.5) - 1;
            late++;
            missed += periods > 1 ? periods : 1;
        }
    }
    last_ns = now;
    for (int c = 0; c < channels; c++)
        memcpy(jack_port_get_buffer(out[c], frames), jack_port_get_buffer(in[c], frames), frames * sizeof(float));
    blocks++;
    return 0;
}

static int on_xrun(void *arg) { (void)arg; xruns++; return 0; }
static void on_signal(int s) { (void)s; done = 1; }
static int ascending(const void *a, const void *b) { uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b; return (x > y) - (x < y); }

int main(int argc, char **argv) {
    double seconds = argc > 1 ? atof(argv[1]) : 10;
    if (argc > 2) channels = atoi(argv[2]) < MAX_CHANNELS ? atoi(argv[2]) : MAX_CHANNELS;
    gaps_ns = calloc(MAX_GAPS, sizeof *gaps_ns);
    jack_client_t *client = jack_client_open("native", JackNoStartServer, NULL);
    if (!client || !gaps_ns) { fprintf(stderr, "no JACK server\n"); return 3; }
    period_ns = 1e9 * jack_get_buffer_size(client) / jack_get_sample_rate(client);
    jack_set_process_callback(client, process, NULL);
    jack_set_xrun_callback(client, on_xrun, NULL);
    for (int c = 0; c < channels; c++) {
        char name[16];
        snprintf(name, sizeof name, "in_%d", c);
        in[c] = jack_port_register(client, name, JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
        snprintf(name, sizeof name, "out_%d", c);
        out[c] = jack_port_register(client, name, JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0);
    }
    signal(SIGTERM, on_signal);
    signal(SIGINT, on_signal);
    jack_activate(client);
    for (int64_t end = now_ns() + (int64_t)(seconds * 1e9); now_ns() < end && !done;) usleep(20000);
    jack_deactivate(client);
    long n = blocks < MAX_GAPS ? blocks : MAX_GAPS;
    if (n > 1) qsort(gaps_ns + 1, n - 1, sizeof *gaps_ns, ascending);
    printf("{\"blocks\":%ld,\"xruns\":%ld,\"lateBlocks\":%ld,\"missedPeriods\":%ld,\"gapP50Us\":%.1f,\"gapP99Us\":%.1f,\"gapMaxUs\":%.1f}\n", blocks, xruns,
           late, missed, n > 1 ? gaps_ns[n / 2] / 1e3 : 0, n > 1 ? gaps_ns[(long)(n * 0.99)] / 1e3 : 0, n > 1 ? gaps_ns[n - 1] / 1e3 : 0);
    jack_client_close(client);
    return 0;
}
