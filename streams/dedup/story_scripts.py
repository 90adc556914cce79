"""The Lua that the stories run inside Redis, for a step that must be atomic.

KEYS: the hash of the last number, then the prefixes of told articles, stories and terms; one hash
tag. What an article was told is its story, its title, then a score and an id of each related
article, a line each. The terms of an epoch lie in 256 hashes, by the first of a term's four bytes;
a field is the other three, its value the numbers of the term's stories, four bytes each.
"""

from typing import Final

_TERMS: Final = """
local function term_place(epoch, terms, index)
  local key = KEYS[4] .. epoch .. ':' .. string.format('%02x', string.byte(terms, index * 4 - 3))
  return key, string.sub(terms, index * 4 - 2, index * 4)
end

local function stories_of(epoch, terms, index)
  local key, field = term_place(epoch, terms, index)
  return redis.call('HGET', key, field) or ''
end
"""

_TITLES: Final = """
local function title_of(article)
  local told = redis.call('GET', KEYS[2] .. article)
  return told and string.match(told, '^[^\\n]*\\n([^\\n]*)') or false
end
"""

_MEMBERS: Final = """
local function members_of(row)
  local starts, names, at = {}, {}, 2 + string.byte(row, 1)
  while at <= #row do
    starts[#starts + 1] = at
    local past = at + 6 + 6 * string.byte(row, at + 4)
    at = past + string.byte(row, starts[#starts] + 5)
    names[#names + 1] = string.sub(row, past, at - 1)
  end
  return starts, names
end
"""

STORY_LOOK: Final = (
    _TERMS
    + _TITLES
    + """
-- ARGV: time to live, stories at which a term is crowded, number of queries; then article, epoch
-- and packed terms of each. Gives the first of the numbers reserved; for each query what it was
-- told, the titles of the articles named there, a byte a term (1: crowded), and (index, epochs
-- back, stories) of the others.

local most, count = tonumber(ARGV[2]), tonumber(ARGV[3])
local last = redis.call('HINCRBY', KEYS[1], 'number', count)
redis.call('EXPIRE', KEYS[1], ARGV[1])
local told, titles, crowds, found = {}, {}, {}, {}
local crowded, sparse = string.char(1), string.char(0)

for query = 1, count do
  local base = 3 * query
  local epoch, terms = tonumber(ARGV[base + 2]), ARGV[base + 3]
  told[query] = redis.call('GET', KEYS[2] .. ARGV[base + 1]) or ''
  titles[query] = {}
  local links = string.match(told[query], '^[^\\n]*\\n[^\\n]*(.*)') or ''
  for name in string.gmatch(links, '\\n%d+ ([^\\n]*)') do
    titles[query][#titles[query] + 1] = title_of(name)
  end
  local crowd, lists = {}, {}
  for index = 1, #terms / 4 do
    local now, before = stories_of(epoch, terms, index), stories_of(epoch - 1, terms, index)
    if #now + #before >= 4 * most then
      crowd[#crowd + 1] = crowded
    else
      crowd[#crowd + 1] = sparse
      if now ~= '' then lists[#lists + 1] = {index - 1, 0, now} end
      if before ~= '' then lists[#lists + 1] = {index - 1, 1, before} end
    end
  end
  crowds[query], found[query] = table.concat(crowd), lists
end
return {last - count + 1, told, titles, crowds, found}
"""
)

STORY_OPEN: Final = (
    _TITLES
    + _MEMBERS
    + """
-- ARGV: numbers of stories. Gives what is kept of each, and the titles of its members.

local rows, titles = {}, {}
for index = 1, #ARGV do
  rows[index], titles[index] = redis.call('GET', KEYS[3] .. ARGV[index]) or '', {}
  if rows[index] ~= '' then
    local _, names = members_of(rows[index])
    for place = 1, #names do titles[index][place] = title_of(names[place]) end
  end
end
return {rows, titles}
"""
)

STORY_COMMIT: Final = (
    _TERMS
    + _MEMBERS
    + """
-- ARGV: time to live of what is written, and of the last number; members kept of a story; terms
-- written by others that make a conflict; number of entries; then nine fields of each: article,
-- its story, what it is told, number of the story it joins, id of the story it opens (none: it
-- joins one), epoch, member, packed terms to post, and in how many stories each stood.
-- Gives how many entries were written: up to the first in conflict.

local FIELDS = 9
local ttl, most_members, limit = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
local written = 0

local function packed_number(number)
  number = tonumber(number)
  return string.char(
    math.floor(number / 16777216) % 256, math.floor(number / 65536) % 256,
    math.floor(number / 256) % 256, number % 256)
end

local function trimmed(row)
  local starts = members_of(row)
  if #starts <= most_members then return row end
  return string.sub(row, 1, starts[1] - 1) .. string.sub(row, starts[#starts - most_members + 1])
end

for entry = 0, tonumber(ARGV[5]) - 1 do
  local base = 5 + entry * FIELDS
  local article, story, telling = ARGV[base + 1], ARGV[base + 2], ARGV[base + 3]
  local number, opened, epoch = ARGV[base + 4], ARGV[base + 5], ARGV[base + 6]
  local member, terms, stood = ARGV[base + 7], ARGV[base + 8], ARGV[base + 9]
  if redis.call('EXISTS', KEYS[2] .. article) == 1 then break end
  local held, others = {}, 0
  for index = 1, #stood do
    held[index] = stories_of(epoch, terms, index)
    if #held[index] / 4 > string.byte(stood, index) then others = others + 1 end
  end
  if opened ~= '' and others >= limit then break end
  redis.call('SET', KEYS[2] .. article, telling, 'EX', ttl)
  local row = redis.call('GET', KEYS[3] .. number)
  if not row then
    local name = opened ~= '' and opened or story
    row = string.char(#name) .. name
  end
  redis.call('SET', KEYS[3] .. number, trimmed(row .. member), 'EX', ttl)
  local posted = packed_number(number)
  for index = 1, #stood do
    local key, field = term_place(epoch, terms, index)
    redis.call('HSET', key, field, held[index] .. posted)
    redis.call('EXPIRE', key, ttl)
  end
  written = written + 1
end
redis.call('EXPIRE', KEYS[1], ARGV[2])
return written
"""
)
