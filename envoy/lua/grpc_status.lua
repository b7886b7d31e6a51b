-- Reads google.rpc.Status, as gRPC sends it in the header grpc-status-details-bin.

local bit = require("bit")

local grpc_status = {}

local NAMES = {
  [0] = "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
  "UNAUTHENTICATED",
}

local DIGITS = {}
for i = 0, 63 do
  DIGITS[("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"):byte(i + 1)] = i
end

local function decode_base64(text)
  local bytes, held, bits = {}, 0, 0
  for i = 1, #text do
    local digit = DIGITS[text:byte(i)]
    if digit then
      held = bit.band(bit.bor(bit.lshift(held, 6), digit), 0xffff)
      bits = bits + 6
      if bits >= 8 then
        bits = bits - 8
        bytes[#bytes + 1] = string.char(bit.band(bit.rshift(held, bits), 0xff))
      end
    end
  end
  return table.concat(bytes)
end

-- A varint and what is behind it; nil where the text ends within. Exact to 2^53.
local function read_varint(text, at)
  local value, factor = 0, 1
  for i = at, math.min(at + 9, #text) do
    local byte = text:byte(i)
    value = value + bit.band(byte, 0x7f) * factor
    factor = factor * 128
    if byte < 0x80 then
      return value, i + 1
    end
  end
end

-- A message's fields: each number with the list of its values, numbers as numbers, all else as bytes.
local function read_message(text)
  local fields, at = setmetatable({}, { __index = function() return {} end }), 1
  while at and at <= #text do
    local tag, value
    tag, at = read_varint(text, at)
    if not tag then
      break
    end
    local kind = tag % 8
    if kind == 0 then
      value, at = read_varint(text, at)
    elseif kind == 2 then
      local length
      length, at = read_varint(text, at)
      value = length and text:sub(at, at + length - 1)
      at = length and at + length
    else
      break -- none of the messages read here has others
    end
    local number = (tag - kind) / 8
    local values = rawget(fields, number) or {}
    values[#values + 1] = value
    fields[number] = values
  end
  return fields
end

local function pairs_of(entries, first, second)
  local all = {}
  for i, entry in ipairs(entries) do
    local fields = read_message(entry)
    all[i] = { fields[first][1] or "", fields[second][1] or "" }
  end
  return all
end

-- What each kind of detail adds to the status.
local details = {
  ErrorInfo = function(fields, status)
    status.reason = fields[1][1]
    status.metadata = pairs_of(fields[3], 1, 2)
  end,
  BadRequest = function(fields, status)
    status.violations = pairs_of(fields[1], 1, 2)
  end,
  RetryInfo = function(fields, status)
    local delay = read_message(fields[1][1] or "")
    status.retry_after_ms = (delay[1][1] or 0) * 1000 + math.ceil((delay[2][1] or 0) / 1e6)
  end,
  RequestInfo = function(fields, status)
    status.request_id = fields[1][1]
  end,
}

-- The name of a code; UNKNOWN for one that gRPC does not have.
function grpc_status.name(code)
  return NAMES[code] or "UNKNOWN"
end

-- What the header says: message, reason, metadata and violations (lists of pairs), retry_after_ms, request_id, as far as they are there.
function grpc_status.read(header)
  local fields = read_message(decode_base64(header))
  local status = { message = fields[2][1] }
  for _, any in ipairs(fields[3]) do
    local of = read_message(any)
    local read = details[(of[1][1] or ""):match("google%.rpc%.(%w+)$")]
    if read then
      read(read_message(of[2][1] or ""), status)
    end
  end
  return status
end

return grpc_status
