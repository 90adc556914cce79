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

-- A slice is a table of 3-grams that widens as it fills (linear hashing): 2^bits buckets, of which
-- the first `split` have been cut in two. A bucket is named by its place in the tree of cuts: 1 is
-- all, the two halves of n are 2n and 2n+1.
local function read_slices()
  local slices = {}
  local text = redis.call('HGET', WINDOW, 'slices') or ''
  for id, bits, cut, count, start in string.gmatch(text, '(%d+):(%d+):(%d+):(%d+):(%d+);') do
    slices[#slices + 1] = {
      id = tonumber(id), bits = tonumber(bits), split = tonumber(cut), count = tonumber(count),
      start = tonumber(start), buckets = {} -- what this call has read or changed, by name
    }
  end
  return slices
end

local function bucket_key(slice, name)
  return POSTINGS .. slice.id .. ':' .. string.format('%d', name)
end

local function read_bucket(slice, name)
  local held = slice.buckets[name]
  if not held then
    held = redis.call('GET', bucket_key(slice, name)) or ''
    slice.buckets[name] = held
  end
  return held
end

local function bucket_of(slice, shingle)
  local high, middle, low = byte(shingle, 1, 3)
  local value, width = high * 65536 + middle * 256 + low, 2 ^ slice.bits
  local name = floor(value * width / 16777216)
  if name < slice.split then
    name, width = floor(value * width / 8388608), 2 * width
  end
  name = name + width
  return read_bucket(slice, name), name
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
-- Gives the first of the numbers reserved, how often the window was written to, the verdicts, and
-- for each query (index, family) pairs.

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
return {last - count + 1, tonumber(redis.call('HGET', WINDOW, 'writes') or 0), verdicts, packed}
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
-- ARGV: time to live of verdicts and of the window, seconds of a slice, how often the window had
-- been written to when it was read, number of entries; then eight fields of each: message, verdict,
-- family, member, members before (-1: any), 3-grams written by others that make a conflict (0: any
-- number), packed 3-grams to post, and in how many families each stood.
-- Gives how many entries were written: up to the first in conflict.

local FIRST_BITS, MOST_BITS = 8, 22
local FULL_BUCKET = 48         -- postings a bucket, on average, above which one more is cut in two
local MOST_CUTS = 512          -- a call, so that none takes long; a batch needs about 140
local FIELDS, FIXED = 8, 5

local verdict_ttl, window_ttl = tonumber(ARGV[1]), tonumber(ARGV[2])
local slice_seconds, entries = tonumber(ARGV[3]), tonumber(ARGV[5])
local now = tonumber(redis.call('TIME')[1])
-- Nobody else wrote since this was read: then there is nothing to be in conflict with.
local writes = tonumber(redis.call('HGET', WINDOW, 'writes') or 0)
local alone = writes == tonumber(ARGV[4])
local slices, dirty = read_slices(), {}

-- Forget slices whose postings have all expired; begin a new one where the last is old.
while slices[1] and slices[1].start + slice_seconds + window_ttl < now do
  table.remove(slices, 1)
end
local slice = slices[#slices]
if not slice or slice.start + slice_seconds < now then
  local id = slice and slice.id + 1 or tonumber(redis.call('HGET', WINDOW, 'slice') or 0)
  slice = {id = id, bits = FIRST_BITS, split = 0, count = 0, start = now, buckets = {}}
  slices[#slices + 1] = slice
  redis.call('HSET', WINDOW, 'slice', id + 1)
end

local function cut_bucket()
  local width = 2 ^ slice.bits
  local name = width + slice.split
  local held, halves = read_bucket(slice, name), {{}, {}}
  local bit = 2 ^ (23 - slice.bits)
  for at = 1, #held, ENTRY do
    local middle, low = byte(held, at, at + 1)
    local half = halves[floor((middle * 256 + low) / bit) % 2 + 1]
    half[#half + 1] = sub(held, at, at + ENTRY - 1)
  end
  for place = 1, 2 do
    local half = 2 * name + place - 1
    slice.buckets[half], dirty[half] = table.concat(halves[place]), true
  end
  slice.buckets[name], dirty[name] = nil, nil
  if held ~= '' then redis.call('DEL', bucket_key(slice, name)) end
  slice.split = slice.split + 1
  if slice.split == width then slice.bits, slice.split = slice.bits + 1, 0 end
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
  local base = FIXED + entry * FIELDS
  local message, verdict = ARGV[base + 1], ARGV[base + 2]
  local family, member = ARGV[base + 3], ARGV[base + 4]
  local before, limit = tonumber(ARGV[base + 5]), tonumber(ARGV[base + 6])
  local shingles, stood = ARGV[base + 7], ARGV[base + 8]
  if redis.call('EXISTS', VERDICT .. message) == 1 then break end
  local row = ''
  if member ~= '' then row = redis.call('GET', FAMILY .. family) or '' end
  if before >= 0 and members_in(row) ~= before then break end
  if limit > 0 and not alone then
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
    local held, name = bucket_of(slice, shingle)
    slice.buckets[name] = held .. sub(shingle, 2, 4) .. posted
    dirty[name] = true
  end
  slice.count = slice.count + #stood
  written = written + 1
end

local cuts = 0
while slice.count > FULL_BUCKET * (2 ^ slice.bits + slice.split)
    and slice.bits < MOST_BITS and cuts < MOST_CUTS do
  cut_bucket()
  cuts = cuts + 1
end
for name in pairs(dirty) do
  if slice.buckets[name] ~= '' then
    redis.call('SET', bucket_key(slice, name), slice.buckets[name], 'EX', window_ttl)
  end
end
local text = {}
for _, one in ipairs(slices) do
  text[#text + 1] = string.format(
    '%d:%d:%d:%d:%d;', one.id, one.bits, one.split, one.count, one.start)
end
redis.call('HSET', WINDOW, 'slices', table.concat(text))
if written > 0 then redis.call('HINCRBY', WINDOW, 'writes', 1) end
redis.call('EXPIRE', WINDOW, verdict_ttl)
return written
"""
)
