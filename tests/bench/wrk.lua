-- wrk's result as one line: RUN requests seconds errors and the percentiles 50, 99, 99.9 in ms.
-- With KEYS, a file of keys, each call picks one of them; else all have the key of the command.
if os.getenv("KEYS") then
  local headers = {}
  for key in io.lines(os.getenv("KEYS")) do
    headers[#headers + 1] = { ["X-API-Key"] = key }
  end
  function request()
    return wrk.format(nil, nil, headers[math.random(#headers)])
  end
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("RUN %d %.3f %d %.3f %.3f %.3f\n", summary.requests,
    summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency:percentile(99.9) / 1e3))
end
