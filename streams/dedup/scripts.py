"""The Lua that the dedup window runs inside Redis, for a step that must be atomic.

Each script begins with `TABLE`, which finds the families a 3-gram stands in.
KEYS: the window's hash, then the prefixes of verdicts, families and postings; one hash tag.
"""

from typing import Final

from streams.dedup.table_script import TABLE

LOOK: Final = (
    TABLE
    + """
-- ARGV: time to live, number of queries; then message and packed 3-grams of each.
-- Gives the first of the numbers reserved, how often the window was written to, the verdicts, and
-- for each query (index, family) pairs.

local queries = tonumber(ARGV[2])
local last = call('HINCRBY', WINDOW, 'number', queries)
call('EXPIRE', WINDOW, ARGV[1])
local texts, verdicts, packed, place = {}, {}, {}, 0
for query = 1, queries do
  verdicts[query] = call('GET', VERDICT .. ARGV[1 + 2 * query]) or ''
  texts[query] = ARGV[2 + 2 * query]
end
fetch(texts)
for query = 1, queries do
  local text, pairs_found = texts[query], {}
  for index = 0, #text / 4 - 1 do
    place = place + 1
    local found = families_of(place, sub(text, index * 4 + 2, index * 4 + 4))
    if found ~= '' then
      local order = char(floor(index / 256), index % 256)
      for at = 1, #found, 4 do
        pairs_found[#pairs_found + 1] = order .. sub(found, at, at + 3)
      end
    end
  end
  packed[query] = table.concat(pairs_found)
end
return {last - queries + 1, writes, verdicts, packed}
"""
)

OPEN: Final = (
    TABLE
    + """
-- ARGV: how many families a 3-gram may stand in and live; number of families, families; number of
-- messages, messages. Gives the families' members, 1 or 0 for each 3-gram of theirs as it is dead
-- or alive, and verdicts.

local rows, texts, masks, verdicts, place = {}, {}, {}, {}, 0
local most, families = tonumber(ARGV[1]), tonumber(ARGV[2])
for index = 1, families do
  local row = call('GET', FAMILY .. ARGV[2 + index]) or ''
  local shingles, at = {}, 1
  while at < #row do
    local a, b, c, d = byte(row, at, at + 3)
    shingles[#shingles + 1] = sub(row, at + 4, at + 3 + 4 * (c * 256 + d))
    at = at + a * 256 + b
  end
  rows[index], texts[index] = row, table.concat(shingles)
end
fetch(texts)
for index = 1, families do
  local text, mask = texts[index], {}
  for at = 2, #text, 4 do
    place = place + 1
    local found = #families_of(place, sub(text, at, at + 2)) / 4
    mask[#mask + 1] = found > most and char(1) or char(0)
  end
  masks[index] = table.concat(mask)
end
for index = 1, tonumber(ARGV[3 + families]) do
  verdicts[index] = call('GET', VERDICT .. ARGV[3 + families + index]) or ''
end
return {rows, masks, verdicts}
"""
)

COMMIT: Final = (
    TABLE
    + """
-- ARGV: time to live of verdicts and of the window, how often the window had been written to when
-- it was read, number of entries; then eight fields of each: message, verdict,
-- family, member, members before (-1: any), 3-grams written by others that make a conflict (0: any
-- number), packed 3-grams to post, and in how many families each stood.
-- Gives how many entries were written: up to the first in conflict.

local MOST_BITS = 23
local FULL_BUCKET = 32         -- postings a bucket, on average, above which one more is cut in two
local MOST_CUTS = 1024         -- a call, so that none takes long; a batch needs about 200
local MARKS = 32               -- a window: it forgets by so much of its length
local FIELDS, FIXED = 8, 4

local verdict_ttl, window_ttl = tonumber(ARGV[1]), tonumber(ARGV[2])
local entries, now = tonumber(ARGV[4]), tonumber(call('TIME')[1])
-- Nobody else wrote since this was read: then there is nothing to be in conflict with.
local alone = writes == tonumber(ARGV[3])

-- Families are numbered as they come, so the number reached a window ago says which are forgotten:
-- a bucket drops their postings when it is next written.
if now > last_commit + window_ttl then
  bits, split, count = 8, 0, 0 -- the hashes have expired
end
local marks = {} -- when which number had been reached, the oldest first
for time, number in string.gmatch(call('HGET', WINDOW, 'marks') or '', '(%d+):(%d+);') do
  marks[#marks + 1] = {tonumber(time), tonumber(number)}
end
if not marks[1] or now >= marks[#marks][1] + window_ttl / MARKS then
  marks[#marks + 1] = {now, tonumber(call('HGET', WINDOW, 'number') or 0)}
end
while marks[1][1] + window_ttl < now do
  oldest = table.remove(marks, 1)[2]
end

local texts, dirty = {}, {}
for entry = 1, entries do texts[entry] = ARGV[FIXED + entry * FIELDS - 1] end
fetch(texts)

local function living(held)
  local from = 1
  while from < #held and number_at(held, from + 3) <= oldest do from = from + ENTRY end
  if from == 1 then return held end
  count = count - (from - 1) / ENTRY
  return sub(held, from)
end

local function cut_bucket()
  local width = 2 ^ bits
  local name, high = width + split, floor(split * 256 / width)
  if not buckets[name] then
    local wanted = {} -- the next ones of the hash too
    for index = name, math.min(name + 15, width * (1 + (high + 1) / 256) - 1) do
      if not buckets[index] then wanted[#wanted + 1] = index end
    end
    read_buckets(high, wanted)
  end
  local held, even, odd = living(buckets[name]), {}, {}
  local bit = 2 ^ (23 - bits)
  for at = 1, #held, ENTRY do
    local middle, low = byte(held, at, at + 1)
    local half = floor((middle * 256 + low) / bit) % 2 == 0 and even or odd
    half[#half + 1] = sub(held, at, at + ENTRY - 1)
  end
  buckets[2 * name], buckets[2 * name + 1] = table.concat(even), table.concat(odd)
  dirty[2 * name], dirty[2 * name + 1] = high, high
  buckets[name], dirty[name] = nil, nil
  if held ~= '' then call('HDEL', hash_key(high), field_of(name)) end
  split = split + 1
  if split == width then bits, split = bits + 1, 0 end
end

local function members_in(row)
  local count, at = 0, 1
  while at < #row do
    local a, b = byte(row, at, at + 1)
    count, at = count + 1, at + a * 256 + b
  end
  return count
end

local function packed_number(text)
  local number = tonumber(text)
  local upper, lower = floor(number / 65536), number % 65536
  return char(floor(upper / 256), upper % 256, floor(lower / 256), lower % 256)
end

local written, place = 0, 0
for entry = 0, entries - 1 do
  local base = FIXED + entry * FIELDS
  local message, verdict = ARGV[base + 1], ARGV[base + 2]
  local family, member = ARGV[base + 3], ARGV[base + 4]
  local before, limit = tonumber(ARGV[base + 5]), tonumber(ARGV[base + 6])
  local shingles, stood = ARGV[base + 7], ARGV[base + 8]
  if call('EXISTS', VERDICT .. message) == 1 then break end
  local row = ''
  if member ~= '' then row = call('GET', FAMILY .. family) or '' end
  if before >= 0 and members_in(row) ~= before then break end
  if limit > 0 and not alone then
    local others = 0
    for index = 1, #stood do
      local suffix = sub(shingles, index * 4 - 2, index * 4)
      local found = #families_of(place + index, suffix) / 4
      others = others + math.max(0, found - byte(stood, index))
    end
    if others >= limit then break end
  end
  call('SET', VERDICT .. message, verdict, 'EX', verdict_ttl)
  if member ~= '' then call('SET', FAMILY .. family, row .. member, 'EX', window_ttl) end
  local posted = packed_number(family)
  for index = 1, #stood do
    local name = names[place + index]
    local held = dirty[name] and buckets[name] or living(buckets[name])
    buckets[name] = held .. sub(shingles, index * 4 - 2, index * 4) .. posted
    dirty[name] = byte(shingles, index * 4 - 3)
  end
  place = place + #stood
  count = count + #stood
  written = written + 1
end

local cuts = 0
while count > FULL_BUCKET * (2 ^ bits + split) and bits < MOST_BITS and cuts < MOST_CUTS do
  cut_bucket()
  cuts = cuts + 1
end
local changed = {}
for name, high in pairs(dirty) do
  if buckets[name] ~= '' then
    local fields = changed[high]
    if not fields then fields = {} end
    changed[high] = fields
    fields[#fields + 1], fields[#fields + 2] = field_of(name), buckets[name]
  end
end
for high, fields in pairs(changed) do
  local key = hash_key(high)
  for from = 1, #fields, 2 * MOST_FIELDS do
    call('HSET', key, unpack(fields, from, math.min(#fields, from + 2 * MOST_FIELDS - 1)))
  end
  call('EXPIRE', key, window_ttl)
end
local reached = {}
for index = 1, #marks do
  reached[index] = string.format('%d:%d;', marks[index][1], marks[index][2])
end
call(
  'HSET', WINDOW, 'marks', table.concat(reached),
  'table', string.format('%d:%d:%d:%d:%d', bits, split, count, oldest, now))
if written > 0 then call('HINCRBY', WINDOW, 'writes', 1) end
call('EXPIRE', WINDOW, verdict_ttl)
return written
"""
)
