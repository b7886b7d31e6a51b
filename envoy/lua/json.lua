-- JSON (RFC 8259) for Lua, as strict as bodies that strangers send call for: what is doubtful is an error.

local json = {}

json.null = {} -- stands for null, as nil cannot stand in a table
json.List = {} -- the metatable of lists, which are not objects even where they are empty
local DEEPEST = 32

local escapes = { ['"'] = '"', ["\\"] = "\\", ["/"] = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }

local function fail(at, what)
  error({ at = at, what = what }, 0)
end

local function skip_space(text, at)
  return text:find("[^ \t\r\n]", at) or #text + 1
end

-- A string's end is found before its escapes are read: both are linear.
local function read_string(text, at)
  local from = at + 1
  local to = from
  while true do
    to = text:find('["\\%c]', to) or fail(at, "a string without an end")
    local found = text:sub(to, to)
    if found == '"' then
      break
    end
    if found ~= "\\" then
      fail(to, "a control character")
    end
    local escape = text:sub(to + 1, to + 1)
    if not escapes[escape] and not text:find("^u%x%x%x%x", to + 1) then
      fail(to, "an unknown escape")
    end
    to = to + 2
  end
  local value = text:sub(from, to - 1):gsub("\\(.)", escapes) -- \uXXXX stays as it is: nothing that is known has one
  return value, to + 1
end

local read_value

local function read_object(text, at, depth)
  local object = {}
  at = skip_space(text, at + 1)
  if text:sub(at, at) == "}" then
    return object, at + 1
  end
  while true do
    if text:sub(at, at) ~= '"' then
      fail(at, "no name")
    end
    local name, value
    name, at = read_string(text, at)
    if object[name] ~= nil then
      fail(at, "a name that is there twice")
    end
    at = skip_space(text, at)
    if text:sub(at, at) ~= ":" then
      fail(at, "no colon")
    end
    value, at = read_value(text, skip_space(text, at + 1), depth)
    object[name] = value
    at = skip_space(text, at)
    local found = text:sub(at, at)
    if found == "}" then
      return object, at + 1
    elseif found ~= "," then
      fail(at, "no comma")
    end
    at = skip_space(text, at + 1)
  end
end

local function read_list(text, at, depth)
  local list = setmetatable({}, json.List)
  at = skip_space(text, at + 1)
  if text:sub(at, at) == "]" then
    return list, at + 1
  end
  while true do
    list[#list + 1], at = read_value(text, at, depth)
    at = skip_space(text, at)
    local found = text:sub(at, at)
    if found == "]" then
      return list, at + 1
    elseif found ~= "," then
      fail(at, "no comma")
    end
    at = skip_space(text, at + 1)
  end
end

local words = { ["true"] = true, ["false"] = false, null = json.null }

read_value = function(text, at, depth)
  if depth == 0 then
    fail(at, "too deep")
  end
  local found = text:sub(at, at)
  if found == "{" then
    return read_object(text, at, depth - 1)
  elseif found == "[" then
    return read_list(text, at, depth - 1)
  elseif found == '"' then
    return read_string(text, at)
  end
  local word = text:match("^%a+", at)
  if word and words[word] ~= nil then
    return words[word], at + #word
  end
  local number = text:match("^-?%d+%.?%d*[eE]?[+-]?%d*", at)
  if number and tonumber(number) and not number:find("^-?0%d") and not number:find("%.%D") and not number:find("%.$") then
    return tonumber(number), at + #number
  end
  return fail(at, "no value")
end

-- The value of a text; nil and what is wrong, where, if it is none.
function json.decode(text)
  local ok, value, at = pcall(read_value, text, skip_space(text, 1), DEEPEST)
  if ok and skip_space(text, at) <= #text then
    ok, value = false, { at = at, what = "more than one value" }
  end
  if ok then
    return value
  elseif type(value) == "table" then
    return nil, ("%s at byte %d"):format(value.what, value.at)
  end
  error(value, 0)
end

-- A string as JSON writes it. Bytes that are no ASCII go as they are: who gives them here has UTF-8.
function json.string(text)
  return '"' .. text:gsub('[%c"\\]', function(char)
    return ("\\u%04x"):format(char:byte())
  end) .. '"'
end

return json
