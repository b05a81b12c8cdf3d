# Rows "way round requests/s p50 p99 p99.9 user system mib" as a table of medians, with each round's
# ratio of requests/s to the reference way's (-v against=haproxy).
function median(way, column,    n, i, j, v, swap) {
    n = 0
    for (i = 1; i <= rounds; i++) v[++n] = cell[way, i, column]
    for (i = 2; i <= n; i++)
        for (j = i; j > 1 && v[j - 1] > v[j]; j--) { swap = v[j]; v[j] = v[j - 1]; v[j - 1] = swap }
    return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}
{
    if (!($1 in seen)) { seen[$1] = 1; ways[++count] = $1 }
    if ($2 + 0 > rounds) rounds = $2 + 0
    for (i = 3; i <= NF; i++) cell[$1, $2, i] = $i + 0
    if ($1 == against) reference[$2] = $3
}
END {
    printf "%-9s %9s %8s %8s %8s %8s %8s %5s %6s  %s\n", "way", "calls/s", "p50 ms", "p99 ms",
        "p99.9", "user us", "sys us", "MiB", "ratio", "each round"
    for (i = 1; i <= count; i++) {
        way = ways[i]
        line = ""
        for (r = 1; r <= rounds; r++) {
            cell[way, r, "ratio"] = cell[way, r, 3] / reference[r]
            line = line sprintf(" %.2f", cell[way, r, "ratio"])
        }
        printf "%-9s %9.0f %8.2f %8.2f %8.2f %8.2f %8.2f %5.0f %6.2f %s\n", way, median(way, 3),
            median(way, 4), median(way, 5), median(way, 6), median(way, 7), median(way, 8),
            median(way, 9), median(way, "ratio"), line
    }
}
