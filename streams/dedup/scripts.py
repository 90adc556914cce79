"""The Lua that the dedup window runs inside Redis, for a step that must be atomic.

Each script begins with `_POSTINGS`, which finds the families a 3-gram stands in.
KEYS: the window's hash, then the prefixes of verdicts, families and postings; one hash tag.
"""

from typing import Final

_POSTINGS: Final = """
-- A posting is 7 bytes: the lower three of the 3-gram's four, and four of the family's number.
-- The upper bits of the 3-gram choose the bucket, so the upper byte need not be kept.

local WINDOW, VERDICT, FAMILY, POSTINGS = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local ENTRY = 7
local find, sub, byte, floor = string.find, string.sub, string.byte, math.floor

local function read_slices()
  local slices = {}
  local text = redis.call('HGET', WINDOW, 'slices') or ''
  for id, bits, count, start in string.gmatch(text, '(%d+):(%d+):(%d+):(%d+);') do
    slices[#slices + 1] = {
      id = tonumber(id), bits = tonumber(bits), count = tonumber(count), start = tonumber(start),
      buckets = {} -- what this call has read or changed, by number
    }
  end
  return slices
end

local function bucket_key(slice, number)
  return POSTINGS .. slice.id .. ':' .. number
end

local function bucket_of(slice, shingle)
  local high, low = byte(shingle, 1, 2)
  local number = floor((high * 256 + low) / 2 ^ (16 - slice.bits))
  local held = slice.buckets[number]
  if not held then
    held = redis.call('GET', bucket_key(slice, number)) or ''
    slice.buckets[number] = held
  end
  return held, number
end

-- Give the families of a 3-gram as one string, four bytes each.
local function families_of(slices, shingle)
  local suffix, found = sub(shingle, 2, 4), ''
  for index = 1, #slices do
    local held = bucket_of(slices[index], shingle)
    local at = find(held, suffix, 1, true)
    while at do
      if (at - 1) % ENTRY == 0 then
        found = found .. sub(held, at + 3, at + 6)
        at = at + ENTRY
      else
        at = at + 1
      end
      at = find(held, suffix, at, true)
    end
  end
  return found
end
"""

LOOK: Final = (
    _POSTINGS
    + """
-- ARGV: time to live, number of queries; then message and packed 3-grams of each.
-- Gives the first of the numbers reserved, the verdicts, and for each query (index, family) pairs.

local count = tonumber(ARGV[2])
local last = redis.call('HINCRBY', WINDOW, 'number', count)
redis.call('EXPIRE', WINDOW, ARGV[1])
local slices, verdicts, packed = read_slices(), {}, {}
for query = 1, count do
  local message, shingles = ARGV[1 + 2 * query], ARGV[2 + 2 * query]
  verdicts[query] = redis.call('GET', VERDICT .. message) or ''
  local pairs_found = {}
  for index = 0, #shingles / 4 - 1 do
    local found = families_of(slices, sub(shingles, index * 4 + 1, index * 4 + 4))
    if found ~= '' then
      local place = string.char(floor(index / 256), index % 256)
      for at = 1, #found, 4 do
        pairs_found[#pairs_found + 1] = place .. sub(found, at, at + 3)
      end
    end
  end
  packed[query] = table.concat(pairs_found)
end
return {last - count + 1, verdicts, packed}
"""
)

OPEN: Final = (
    _POSTINGS
    + """
-- ARGV: how many families a 3-gram may stand in and live; number of families, families; number of
-- messages, messages. Gives the families' members, 1 or 0 for each 3-gram of theirs as it is dead
-- or alive, and verdicts.

local slices, rows, masks, verdicts = read_slices(), {}, {}, {}
local most, families = tonumber(ARGV[1]), tonumber(ARGV[2])
for index = 1, families do
  local row = redis.call('GET', FAMILY .. ARGV[2 + index]) or ''
  local mask, at = {}, 1
  while at < #row do
    local a, b, c, d = byte(row, at, at + 3)
    for place = at + 4, at + 4 * (c * 256 + d), 4 do
      local found = families_of(slices, sub(row, place, place + 3))
      mask[#mask + 1] = #found > 4 * most and string.char(1) or string.char(0)
    end
    at = at + a * 256 + b
  end
  rows[index], masks[index] = row, table.concat(mask)
end
for index = 1, tonumber(ARGV[3 + families]) do
  verdicts[index] = redis.call('GET', VERDICT .. ARGV[3 + families + index]) or ''
end
return {rows, masks, verdicts}
"""
)

COMMIT: Final = (
    _POSTINGS
    + """
-- ARGV: time to live of verdicts and of the window, number of entries; then eight fields of each:
-- message, verdict, family, member, members before (-1: any), 3-grams written by others that make
-- a conflict (0: any number), packed 3-grams to post, and in how many families each stood.
-- Gives how many entries were written: up to the first in conflict.

local FIRST_BITS, MOST_BITS, WIDER_BITS = 10, 16, 2
local FULL_BUCKET = 256        -- postings a bucket, on average, at which a slice is full
local SLICE_SECONDS = 2 * 86400
local FIELDS = 8

local verdict_ttl, window_ttl, entries = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local now = tonumber(redis.call('TIME')[1])
local slices, dirty = read_slices(), {}

-- Forget slices whose postings have all expired; begin a new one where the last is old or full.
while slices[1] and slices[1].start + SLICE_SECONDS + window_ttl < now do
  table.remove(slices, 1)
end
local slice = slices[#slices]
local full = slice and slice.count >= FULL_BUCKET * 2 ^ slice.bits
if not slice or full or slice.start + SLICE_SECONDS < now then
  local bits = slice and slice.bits or FIRST_BITS
  if full then bits = math.min(MOST_BITS, bits + WIDER_BITS) end
  slice = {id = slice and slice.id + 1 or 0, bits = bits, count = 0, start = now, buckets = {}}
  slices[#slices + 1] = slice
end

local function members_in(row)
  local count, at = 0, 1
  while at < #row do
    local a, b = byte(row, at, at + 1)
    count, at = count + 1, at + a * 256 + b
  end
  return count
end

local function packed_number(number)
  number = tonumber(number)
  return string.char(
    floor(number / 16777216) % 256, floor(number / 65536) % 256,
    floor(number / 256) % 256, number % 256)
end

local written = 0
for entry = 0, entries - 1 do
  local base = 3 + entry * FIELDS
  local message, verdict = ARGV[base + 1], ARGV[base + 2]
  local family, member = ARGV[base + 3], ARGV[base + 4]
  local before, limit = tonumber(ARGV[base + 5]), tonumber(ARGV[base + 6])
  local shingles, stood = ARGV[base + 7], ARGV[base + 8]
  if redis.call('EXISTS', VERDICT .. message) == 1 then break end
  local row = ''
  if member ~= '' then row = redis.call('GET', FAMILY .. family) or '' end
  if before >= 0 and members_in(row) ~= before then break end
  if limit > 0 then
    local others = 0
    for index = 1, #stood do
      local found = #families_of(slices, sub(shingles, index * 4 - 3, index * 4)) / 4
      others = others + math.max(0, found - byte(stood, index))
    end
    if others >= limit then break end
  end
  redis.call('SET', VERDICT .. message, verdict, 'EX', verdict_ttl)
  if member ~= '' then
    redis.call('SET', FAMILY .. family, row .. member, 'EX', window_ttl)
  end
  local posted = packed_number(family)
  for index = 1, #stood do
    local shingle = sub(shingles, index * 4 - 3, index * 4)
    local held, number = bucket_of(slice, shingle)
    slice.buckets[number] = held .. sub(shingle, 2, 4) .. posted
    dirty[number] = true
  end
  slice.count = slice.count + #stood
  written = written + 1
end

for number in pairs(dirty) do
  redis.call('SET', bucket_key(slice, number), slice.buckets[number], 'EX', window_ttl)
end
local text = {}
for _, one in ipairs(slices) do
  text[#text + 1] = string.format('%d:%d:%d:%d;', one.id, one.bits, one.count, one.start)
end
redis.call('HSET', WINDOW, 'slices', table.concat(text))
redis.call('EXPIRE', WINDOW, verdict_ttl)
return written
"""
)
