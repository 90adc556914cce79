"""The Lua by which the scripts of the dedup window read its table of 3-grams.

Defined: the state of the table, `fetch` for all 3-grams a call asks for, then `families_of` each.
"""

from typing import Final

TABLE: Final = """
-- A posting is 7 bytes: the lower three of the 3-gram's four, and four of the family's number.
-- The upper byte of the 3-gram chooses one of 256 hashes, so it need not be kept.

local WINDOW, VERDICT, FAMILY, POSTINGS = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local ENTRY = 7
local MOST_FIELDS = 1000       -- of one command: what Lua can hand over
local find, sub, byte, char = string.find, string.sub, string.byte, string.char
local floor, call = math.floor, redis.call

-- The table widens as it fills (linear hashing): 2^bits buckets, of which the first `split` have
-- been cut in two. A bucket is named by its place in the tree of cuts: 1 is all, the two halves of
-- n are 2n and 2n+1. It is a field of the hash of its upper byte.
local buckets = {}             -- what this call has read or changed, by name
local names = {}               -- of the buckets of the 3-grams that were fetched, in their order

local held = call('HMGET', WINDOW, 'table', 'writes')
local state = {}
for number in string.gmatch(held[1] or '8:0:0:0:0', '%d+') do
  state[#state + 1] = tonumber(number)
end
-- Families up to `oldest` are forgotten, see COMMIT.
local bits, split, count, oldest, last_commit = unpack(state)
local writes = tonumber(held[2] or 0)

local function hash_key(high)
  return POSTINGS .. string.format('%02x', high)
end

local function field_of(name)
  return char(floor(name / 65536), floor(name / 256) % 256, name % 256)
end

local function read_buckets(high, wanted)
  for from = 1, #wanted, MOST_FIELDS do
    local fields = {}
    for index = from, math.min(#wanted, from + MOST_FIELDS - 1) do
      fields[#fields + 1] = field_of(wanted[index])
    end
    local held = call('HMGET', hash_key(high), unpack(fields))
    for index = 1, #fields do buckets[wanted[from + index - 1]] = held[index] or '' end
  end
end

-- Read the buckets of packed 3-grams, all that lie in one hash by one command.
local function fetch(texts)
  local width = 2 ^ bits
  local unit, half, wanted, place = 16777216 / width, 8388608 / width, {}, 0
  for index = 1, #texts do
    local text = texts[index]
    for at = 1, #text, 4 do
      local high, middle, low = byte(text, at, at + 2)
      local value = high * 65536 + middle * 256 + low
      local name = floor(value / unit)
      if name < split then name = floor(value / half) + width end
      name, place = name + width, place + 1
      names[place] = name
      if not buckets[name] then
        buckets[name] = ''
        local there = wanted[high]
        if there then there[#there + 1] = name else wanted[high] = {name} end
      end
    end
  end
  for high, there in pairs(wanted) do read_buckets(high, there) end
end

local function number_at(text, at)
  local a, b, c, d = byte(text, at, at + 3)
  return ((a * 256 + b) * 256 + c) * 256 + d
end

-- Give the families of a 3-gram, the `place`-th that was fetched, as one string, four bytes each.
local function families_of(place, suffix)
  local held, found = buckets[names[place]], ''
  local at = find(held, suffix, 1, true)
  while at do
    if at % ENTRY == 1 then
      if oldest == 0 or number_at(held, at + 3) > oldest then
        found = found .. sub(held, at + 3, at + 6)
      end
      at = at + ENTRY
    else
      at = at + 1
    end
    at = find(held, suffix, at, true)
  end
  return found
end
"""
