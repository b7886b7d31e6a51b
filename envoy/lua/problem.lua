-- Says every refusal of the REST view as application/problem+json (RFC 9457): what a service answered over gRPC, and what the edge itself
-- refuses. First of the edge's filters, so that answers come to it last.

local grpc_status = require("grpc_status")
local json = require("json")

local problem = {}

local SPACE = "polyrpc.problem" -- where a request's own facts are kept until its answer comes

-- The title of each status; code, reason and words of what no service has said anything of.
local WORDS = {
  [400] = { "Bad Request", "INVALID_ARGUMENT", "REQUEST_MALFORMED", "the request is malformed" },
  [401] = { "Unauthorized", "UNAUTHENTICATED", "TOKEN_INVALID", "the access token is missing or refused" },
  [403] = { "Forbidden", "PERMISSION_DENIED", "FORBIDDEN", "not allowed" },
  [404] = { "Not Found", "NOT_FOUND", "PATH_UNKNOWN", "no such path" },
  [405] = { "Method Not Allowed", "UNIMPLEMENTED", "METHOD_NOT_ALLOWED", "no such method of this path" },
  [408] = { "Request Timeout", "DEADLINE_EXCEEDED", "REQUEST_TOO_SLOW", "the request did not arrive in time" },
  [409] = { "Conflict", "ABORTED", "CONFLICT", "a conflict" },
  [413] = { "Content Too Large", "RESOURCE_EXHAUSTED", "BODY_TOO_LARGE", "the body is too large (expected: at most 65536 bytes)" },
  [415] = { "Unsupported Media Type", "INVALID_ARGUMENT", "MEDIA_TYPE_UNSUPPORTED", "content-type: (expected: application/json in UTF-8, not compressed)" },
  [429] = { "Too Many Requests", "RESOURCE_EXHAUSTED", "RATE_LIMITED", "too many requests" },
  [499] = { "Client Closed Request", "CANCELLED", "CANCELLED", "cancelled" },
  [500] = { "Internal Server Error", "INTERNAL", "INTERNAL", "internal error" },
  [501] = { "Not Implemented", "UNIMPLEMENTED", "UNIMPLEMENTED", "not implemented" },
  [503] = { "Service Unavailable", "UNAVAILABLE", "UNAVAILABLE", "the service cannot be reached" },
  [504] = { "Gateway Timeout", "DEADLINE_EXCEEDED", "DEADLINE_EXCEEDED", "not answered in time" },
}

local OTHER = { "Request Refused", "INVALID_ARGUMENT", "REQUEST_REFUSED", "the request is refused" }

-- Headers of gRPC's, which mean nothing over plain HTTP.
local GRPC = { "grpc-status", "grpc-message", "grpc-status-details-bin", "grpc-encoding", "grpc-accept-encoding", "grpc-retry-pushback-ms" }

local function unescape(text)
  return (text:gsub("%%(%x%x)", function(digits)
    return string.char(tonumber(digits, 16))
  end))
end

-- What the transcoder says of a request that it refuses, without the types of the contract.
local function of_transcoder(text)
  local parameter = text:match('^Could not find field "([^"\n]*)"')
  if parameter then
    return { reason = "PARAMETER_UNKNOWN", message = parameter .. ": no such parameter" }
  end
  local field, value = text:match("^([%w_.%[%]]+): invalid value (.-) for type ")
  if field then
    local message = ("%s: %s (expected: a value of its type)"):format(field, value)
    return { reason = "VALUE_MALFORMED", message = message, violations = { { field, message } } }
  end
  return {}
end

-- A header as a number; nil where it is not there.
local function number(headers, name)
  local value = headers:get(name)
  return value and tonumber(value)
end

-- What is known of a refusal: by the service, by the filter that checks requests, or by its status alone.
local function read(handle, headers, status)
  local details = headers:get("grpc-status-details-bin")
  local code = number(headers, "grpc-status")
  if code then
    local known = details and grpc_status.read(details) or {}
    known.code = grpc_status.name(code)
    known.reason = known.reason or known.code
    known.message = known.message or unescape(headers:get("grpc-message") or "")
    known.retry_after_ms = known.retry_after_ms or number(headers, "grpc-retry-pushback-ms")
    return known
  end
  local reason = headers:get("x-problem-reason")
  local body = handle:body() -- headers that were got before it are of no use behind it
  local text = body and body:getBytes(0, math.min(body:length(), 1000)) or ""
  if reason then
    return { reason = reason, message = text }
  end
  if status ~= 400 then
    return {}
  end
  return of_transcoder((text:gsub("[^%g ]", "?")))
end

local function join(all, format)
  local parts = {}
  for i, pair in ipairs(all) do
    parts[i] = format:format(json.string(pair[1]), json.string(pair[2]))
  end
  return table.concat(parts, ",")
end

local function write(status, known, request_id)
  local title, code, reason, detail = unpack(WORDS[status] or status < 500 and OTHER or WORDS[500])
  local members = {
    '"type":"about:blank"',
    '"title":' .. json.string(title),
    '"status":' .. status,
    '"detail":' .. json.string(known.message and known.message ~= "" and known.message or detail),
    '"code":' .. json.string(known.code or code),
    '"reason":' .. json.string(known.reason or reason),
  }
  if request_id then
    members[#members + 1] = '"requestId":' .. json.string(request_id)
  end
  if known.metadata and #known.metadata > 0 then
    members[#members + 1] = '"metadata":{' .. join(known.metadata, "%s:%s") .. "}"
  end
  if known.violations and #known.violations > 0 then
    members[#members + 1] = '"fieldViolations":[' .. join(known.violations, '{"field":%s,"description":%s}') .. "]"
  end
  if known.retry_after_ms then
    members[#members + 1] = '"retryAfterMs":' .. known.retry_after_ms
  end
  return "{" .. table.concat(members, ",") .. "}"
end

-- Keeps what the answer is to name.
function problem.remember(handle)
  local metadata = handle:streamInfo():dynamicMetadata()
  metadata:set(SPACE, "head", handle:headers():get(":method") == "HEAD")
  metadata:set(SPACE, "token", handle:headers():get("authorization") and true or false)
  local id = handle:headers():get("x-request-id")
  if id and #id <= 100 and not id:find("[^%w._:-]") then
    metadata:set(SPACE, "request_id", id)
  end
end

-- At its deadline a service resets the call, which may be heard here before the edge's own clock is looked at: nobody was unreachable.
local function cut_at_deadline(handle, status, known)
  local asked = handle:streamInfo():dynamicMetadata():get("polyrpc.request")
  return status == 503 and not known.code and asked and asked.ends and handle:timestamp() >= asked.ends
end

-- Turns an answer that is a refusal into a problem, and leaves nothing of gRPC in any other.
function problem.tell(handle)
  local headers = handle:headers()
  local status = number(headers, ":status")
  if status >= 400 then
    local known = read(handle, headers, status)
    if cut_at_deadline(handle, status, known) then
      status = 504
    end
    if (status == 429 or status == 503) and not known.retry_after_ms then
      known.retry_after_ms = 1000
    end
    local kept = handle:streamInfo():dynamicMetadata():get(SPACE) or {}
    local text = write(status, known, known.request_id or kept.request_id)
    if not kept.head then -- who asked for the head alone would take a body for the next answer
      handle:body(true):setBytes(text)
    end
    headers = handle:headers()
    headers:replace("content-length", tostring(#text))
    headers:replace(":status", tostring(status))
    headers:replace("content-type", "application/problem+json")
    headers:replace("cache-control", "no-store")
    headers:remove("x-problem-reason")
    if kept.request_id then
      headers:replace("x-request-id", known.request_id or kept.request_id)
    end
    if status == 401 then
      headers:replace("www-authenticate", 'Bearer realm="polyrpc"' .. (kept.token and ', error="invalid_token"' or ""))
    end
    if known.retry_after_ms then
      headers:replace("retry-after", tostring(math.max(1, math.ceil(known.retry_after_ms / 1000))))
    end
  end
  for _, name in ipairs(GRPC) do
    headers:remove(name)
  end
end

return problem
