-- Checks what the transcoder lets pass or cannot know: the verbs of a path, names in a body, how long the answer is of use.

local json = require("json")
local rest = require("rest_bindings")

local request = {}

local SPACE = "polyrpc.request" -- where what its answer needs is kept, also for problem.lua
local LONGEST_MS = 30000
local LONGEST_WATCH_MS = 660000 -- no token lives longer

-- Refuses; problem.lua writes the answer.
local function refuse(handle, status, reason, words, more)
  local headers = { [":status"] = tostring(status), ["x-problem-reason"] = reason, ["content-type"] = "text/plain" }
  for name, value in pairs(more or {}) do
    headers[name] = value
  end
  handle:respond(headers, words)
end

-- What a stranger wrote, fit to be said again.
local function shown(value)
  if type(value) ~= "string" and type(value) ~= "number" then
    return "another value"
  end
  return (tostring(value):sub(1, 100):gsub("[^%g ]", "?"))
end

-- The binding of a verb and path, the segments that stand for its fields, and the verbs that the path has.
local function find(verb, path)
  local verbs = {}
  for _, binding in ipairs(rest.bindings) do
    local segments = { path:match(binding.path) }
    if segments[1] then
      verbs[#verbs + 1] = binding.verb
      if binding.verb == verb then
        return binding, segments
      end
    end
  end
  return nil, nil, verbs
end

-- A parameter's name as JSON has it, of whichever it is called by: escaped, as in the contract, or with points too many.
local function plain(name)
  name = name:gsub("%%(%x%x)", function(digits)
    return string.char(tonumber(digits, 16))
  end)
  return (name:gsub("_(.?)", string.upper):gsub("%.+", "."):gsub("^%.", ""):gsub("%.$", ""))
end

-- A query's values by their plain names, and the name of one that is there twice, but may be once.
local function read_query(query, many)
  local repeats = {}
  for _, name in ipairs(many) do
    repeats[name] = true
  end
  local parameters, twice = {}, nil
  for parameter in query:gmatch("[^&]+") do
    local name, value = parameter:match("^([^=]+)=(.*)$") -- the transcoder passes over all else
    if name then
      name = plain(name)
      twice = twice or parameters[name] and not repeats[name] and name
      parameters[name] = value
    end
  end
  return parameters, twice
end

-- Refuses what a query says once more: of itself, or of the path, which the transcoder would let it overrule.
local function check_query(handle, said, parameters, twice)
  if twice then
    refuse(handle, 400, "FIELD_TWICE", shown(twice) .. ": twice in the query (expected: once)")
    return
  end
  for field in pairs(said) do
    if parameters[field] then
      refuse(handle, 400, "FIELD_TWICE", field .. ": in the path and in the query (expected: in the path)")
      return
    end
  end
  return true
end

-- An object's values by the names that its fields have in JSON; nil, reason and words where a name is unknown or there twice.
local function read_fields(object, message, place)
  local values = {}
  for name, value in pairs(object) do
    local field = rest.messages[message][name]
    if not field then
      return nil, "FIELD_UNKNOWN", shown(place .. name) .. ": no such field"
    elseif values[field[1]] ~= nil then
      return nil, "FIELD_TWICE", place .. field[1] .. ": under both of its names (expected: one)"
    end
    values[field[1]] = value
    if field[2] and type(value) == "table" and value ~= json.null then
      for _, one in ipairs(getmetatable(value) == json.List and value or { value }) do
        if type(one) == "table" and getmetatable(one) ~= json.List then
          local known, reason, words = read_fields(one, field[2], place .. field[1] .. ".")
          if not known then
            return nil, reason, words
          end
        end
      end
    end
  end
  return values
end

-- What a body has of a field of the request, and its name there; nil where the body is not about it.
local function in_body(binding, values, field)
  if field:sub(1, #binding.within) == binding.within then
    local name = field:sub(#binding.within + 1):match("^[^.]*")
    return values[name], name
  end
end

-- Refuses a body that is not as its message wants it, or says once more or otherwise what else the request says.
local function check_body(handle, binding, said, parameters, text)
  local object, fault = json.decode(text)
  if fault or type(object) ~= "table" or object == json.null or getmetatable(object) == json.List then
    refuse(handle, 400, "BODY_MALFORMED", ("body: %s (expected: one JSON object)"):format(fault or "no object"))
    return
  end
  local values, reason, words = read_fields(object, binding.body, "")
  if not values then
    refuse(handle, 400, reason, words)
    return
  end
  for field, value in pairs(said) do
    local there, name = in_body(binding, values, field)
    if there ~= nil and there ~= json.null and there ~= value then
      refuse(handle, 400, "FIELD_TWICE", ("%s: %s (expected: %s, as elsewhere in the request)"):format(name, shown(there), shown(value)))
      return
    end
  end
  for field in pairs(parameters) do
    local there, name = in_body(binding, values, field)
    if there ~= nil then
      refuse(handle, 400, "FIELD_TWICE", name .. ": in the query and in the body (expected: one of them)")
      return
    end
  end
end

-- The deadline of the call, out of X-Request-Timeout-Ms; a watch has one only where it is asked for.
local function set_deadline(handle, headers, binding)
  local asked = headers:get("x-request-timeout-ms")
  if asked and (not asked:find("^%d+$") or #asked > 9 or tonumber(asked) == 0) then
    refuse(handle, 400, "TIMEOUT_MALFORMED", "x-request-timeout-ms: (expected: 1 to 999999999)")
    return
  end
  if asked or not binding.stream then
    local longest = binding.stream and LONGEST_WATCH_MS or LONGEST_MS
    local ms = math.min(tonumber(asked) or longest, longest)
    headers:replace("grpc-timeout", ms .. "m")
    handle:streamInfo():dynamicMetadata():set(SPACE, "ends", handle:timestamp() + ms)
  end
  return true
end

-- Idempotency-Key stands for the call's own request id, which may be in the query wherever the body lies.
local function take_key(handle, headers, parameters, said)
  local key = headers:get("idempotency-key")
  if not key then
    return true
  end
  local id = key:match('^"?([%x-]+)"?$')
  if not id or #id ~= 36 then
    refuse(handle, 400, "IDEMPOTENCY_KEY_MALFORMED", "idempotency-key: (expected: a UUID)")
    return
  elseif parameters.requestId then
    refuse(handle, 400, "FIELD_TWICE", "requestId: in the query and as idempotency-key (expected: one of them)")
    return
  end
  local path = headers:get(":path")
  headers:replace(":path", path .. (path:find("?", 1, true) and "&" or "?") .. "requestId=" .. id)
  said.requestId = id
  return true
end

-- Whether a body is there where one is wanted, and is JSON by what its headers say.
local function check_kind(handle, headers, binding, text)
  if not binding.body and text ~= "" then
    refuse(handle, 400, "BODY_UNEXPECTED", "body: (expected: none)")
    return
  end
  local kind = (headers:get("content-type") or ""):lower():gsub("%s", "")
  local fits = kind == "application/json" or kind:find('^application/json;charset="?utf%-8"?$')
  if headers:get("content-encoding") or binding.body and not fits then
    refuse(handle, 415, "MEDIA_TYPE_UNSUPPORTED", "content-type: (expected: application/json in UTF-8, not compressed)")
    return
  end
  return true
end

-- What a client says in gRPC's own headers means nothing here.
local function drop_grpc(headers)
  local names = {}
  for name in pairs(headers) do
    if name:find("^grpc%-") then
      names[#names + 1] = name
    end
  end
  for _, name in ipairs(names) do
    headers:remove(name)
  end
end

-- Lets a request go on, or refuses it.
function request.check(handle)
  local path, query = handle:headers():get(":path"):match("^([^?]*)%??(.*)$")
  local verb = handle:headers():get(":method")
  local binding, segments, verbs = find(verb, path)
  if binding and not handle:headers():get("authorization") then -- nobody's bodies are read
    refuse(handle, 401, "TOKEN_INVALID", "the access token is missing or refused")
    return
  end
  local body = handle:body() -- before any other answer, as some clients do not hear one while they still send
  local headers = handle:headers()
  if not binding then
    if #verbs > 0 then
      local allow = table.concat(verbs, ", ")
      refuse(handle, 405, "METHOD_NOT_ALLOWED", ("method: %s (expected: %s)"):format(shown(verb), allow), { allow = allow })
    else
      refuse(handle, 404, "PATH_UNKNOWN", "no such path")
    end
    return
  end
  local text = body and body:getBytes(0, body:length()) or ""
  local parameters, twice = read_query(query, binding.many)
  local said = {}
  for i, field in ipairs(binding.fields) do
    said[field] = segments[i]
  end
  drop_grpc(headers)
  if not check_kind(handle, headers, binding, text) or not set_deadline(handle, headers, binding) then
    return
  elseif not check_query(handle, said, parameters, twice) then
    return
  elseif binding.mask and (parameters.updateMask or "") == "" then
    refuse(handle, 400, "UPDATE_MASK_MISSING", "updateMask: (expected: the names of the fields to change)")
    return
  elseif binding.request_id and not take_key(handle, headers, parameters, said) then
    return
  end
  if binding.stream then
    handle:streamInfo():dynamicMetadata():set(SPACE, "stream", true)
  elseif binding.body then
    check_body(handle, binding, said, parameters, text)
  end
end

-- Names what a watch answers: a line of JSON for each change.
function request.name_stream(handle)
  local known = handle:streamInfo():dynamicMetadata():get(SPACE)
  if known and known.stream and handle:headers():get(":status") == "200" then
    handle:headers():replace("content-type", "application/x-ndjson")
  end
end

return request
