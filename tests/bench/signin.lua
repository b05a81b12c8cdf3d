-- Sign-ins of many users, in turn, for wrk: USERS and PASSWORD from the environment.
local users, password = tonumber(os.getenv("USERS")), os.getenv("PASSWORD")
local n = math.random(0, users - 1)

request = function()
    n = (n + 1) % users
    local body = string.format('{"username":"bench%d","password":"%s"}', n, password)
    return wrk.format("POST", "/auth", { ["Content-Type"] = "application/json" }, body)
end

done = function(summary)
    io.write(string.format("RESULT %.2f %d %d\n", summary.requests * 1e6 / summary.duration,
        summary.requests, summary.errors.status + summary.errors.connect + summary.errors.read
        + summary.errors.write + summary.errors.timeout))
end
