"""The Lua that the stories run inside Redis, for a step that must be atomic.

KEYS: the hash of the last number, then the prefixes of told articles, stories, terms and merged
stories; one hash tag. What an article was told is its story and those merged into it, its title,
then a score and an id of each related article, a line each. The terms of an epoch lie in 1,024
hashes, by the first ten bits of a term's four bytes; a field is the last three bytes, its value
how many articles said it, in three bytes, and the numbers of its last stories, four bytes each:
short enough for hashes to stay compact. Beside them lies how many articles the epoch had.
"""

from typing import Final

_TERMS: Final = """
local function term_place(epoch, terms, index)
  local one, two = string.byte(terms, index * 4 - 3, index * 4 - 2)
  local key = KEYS[4] .. epoch .. ':' .. string.format('%03x', one * 4 + math.floor(two / 64))
  return key, string.sub(terms, index * 4 - 2, index * 4)
end

local function heard_of(epoch, terms, index)
  local key, field = term_place(epoch, terms, index)
  local row = redis.call('HGET', key, field)
  if not row then return 0, '' end
  local high, middle, low = string.byte(row, 1, 3)
  return high * 65536 + middle * 256 + low, string.sub(row, 4)
end

local function articles_of(epoch)
  return tonumber(redis.call('GET', KEYS[4] .. epoch .. ':articles') or 0)
end

local function packed_number(number)
  number = tonumber(number)
  return string.char(
    math.floor(number / 16777216) % 256, math.floor(number / 65536) % 256,
    math.floor(number / 256) % 256, number % 256)
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
    local past = at + 14 + 6 * string.byte(row, at + 4)
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
-- ARGV: time to live, the share of articles that crowds a term, articles taken as read, number of
-- queries; then article, epoch and packed terms of each. Gives the first of the numbers reserved;
-- for each query what it was told, the titles of the articles named there, how many articles there
-- were, how many said each term (four bytes each), and (index, epochs back, stories) of the terms
-- that cannot be crowded when the batch is read.

local ratio, prior, count = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local last = redis.call('HINCRBY', KEYS[1], 'number', count)
redis.call('EXPIRE', KEYS[1], ARGV[1])
local told, titles, articles, counts, found = {}, {}, {}, {}, {}

for query = 1, count do
  local base = 1 + 3 * query
  local epoch, terms = tonumber(ARGV[base + 2]), ARGV[base + 3]
  told[query] = redis.call('GET', KEYS[2] .. ARGV[base + 1]) or ''
  titles[query] = {}
  local links = string.match(told[query], '^[^\\n]*\\n[^\\n]*(.*)') or ''
  for name in string.gmatch(links, '\\n%d+ ([^\\n]*)') do
    titles[query][#titles[query] + 1] = title_of(name)
  end
  articles[query] = articles_of(epoch) + articles_of(epoch - 1)
  local crowd = ratio * (articles[query] + count + prior)
  local seen, lists = {}, {}
  for index = 1, #terms / 4 do
    local said, now = heard_of(epoch, terms, index)
    local had, before = heard_of(epoch - 1, terms, index)
    seen[index] = packed_number(said + had)
    if said + had <= crowd then
      if now ~= '' then lists[#lists + 1] = {index - 1, 0, now} end
      if before ~= '' then lists[#lists + 1] = {index - 1, 1, before} end
    end
  end
  counts[query], found[query] = table.concat(seen), lists
end
return {last - count + 1, told, titles, articles, counts, found}
"""
)

_MERGED: Final = """
local function surviving(story, ttl)
  for _ = 1, 64 do
    local other = redis.call('GET', KEYS[5] .. story)
    if not other then break end
    redis.call('EXPIRE', KEYS[5] .. story, ttl)
    story = other
  end
  return story
end
"""

STORY_OPEN: Final = (
    _TITLES
    + _MEMBERS
    + _MERGED
    + """
-- ARGV: time to live, then numbers of stories. Gives what is kept of each, by the id it has since
-- stories were merged, and the titles of its members.

local rows, titles = {}, {}
for index = 1, #ARGV - 1 do
  local row = redis.call('GET', KEYS[3] .. ARGV[index + 1]) or ''
  titles[index] = {}
  if row ~= '' then
    local _, names = members_of(row)
    for place = 1, #names do titles[index][place] = title_of(names[place]) end
    local past = 1 + string.byte(row, 1)
    local name = surviving(string.sub(row, 2, past), ARGV[1])
    row = string.char(#name) .. name .. string.sub(row, past + 1)
  end
  rows[index] = row
end
return {rows, titles}
"""
)

STORY_COMMIT: Final = (
    _TERMS
    + _MEMBERS
    + _MERGED
    + """
-- ARGV: time to live of what is written, and of the last number; members kept of a story; stories
-- kept of a term; terms written by others that make a conflict; number of entries; then eleven
-- fields of each: article, its story, what it is told, number of the story it joins, id of the
-- story it opens (none: it joins one), epoch, member, packed terms to count, packed terms to post,
-- the last story that stood at each, and stories merged into its own, a space between.
-- Gives how many entries were written: up to the first in conflict.

local FIELDS = 11
local ttl, most_members, most_posted = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
local limit = tonumber(ARGV[5])
local written, touched = 0, {}

local function trimmed(row)
  local starts = members_of(row)
  if #starts <= most_members then return row end
  return string.sub(row, 1, starts[1] - 1) .. string.sub(row, starts[#starts - most_members + 1])
end

local function write(epoch, terms, index, count, stories)
  local key, field = term_place(epoch, terms, index)
  redis.call('HSET', key, field, string.sub(packed_number(count), 2) .. stories)
  touched[key] = true
end

for entry = 0, tonumber(ARGV[6]) - 1 do
  local base = 6 + entry * FIELDS
  local article, story, telling = ARGV[base + 1], ARGV[base + 2], ARGV[base + 3]
  local number, opened, epoch = ARGV[base + 4], ARGV[base + 5], ARGV[base + 6]
  local member, said, posted = ARGV[base + 7], ARGV[base + 8], ARGV[base + 9]
  local stood, gone = ARGV[base + 10], ARGV[base + 11]
  if redis.call('EXISTS', KEYS[2] .. article) == 1 then break end
  local others = 0
  if opened ~= '' then
    for index = 1, #posted / 4 do
      local _, held = heard_of(epoch, posted, index)
      local last = held == '' and packed_number(0) or string.sub(held, -4)
      if last ~= string.sub(stood, index * 4 - 3, index * 4) then others = others + 1 end
    end
    if others >= limit then break end
  end
  redis.call('SET', KEYS[2] .. article, telling, 'EX', ttl)
  for name in string.gmatch(gone, '%S+') do
    local old, new = surviving(name, ttl), surviving(story, ttl)
    if old ~= new then redis.call('SET', KEYS[5] .. old, new, 'EX', ttl) end
  end
  local row = redis.call('GET', KEYS[3] .. number)
  if not row then
    local name = opened ~= '' and opened or story
    row = string.char(#name) .. name
  end
  redis.call('SET', KEYS[3] .. number, trimmed(row .. member), 'EX', ttl)
  local own = packed_number(number)
  for index = 1, #said / 4 do
    local count, held = heard_of(epoch, said, index)
    write(epoch, said, index, math.min(count + 1, 16777215), held)
  end
  for index = 1, #posted / 4 do
    local count, held = heard_of(epoch, posted, index)
    local there = false
    for at = 1, #held, 4 do
      if string.sub(held, at, at + 3) == own then there = true end
    end
    if not there then
      write(epoch, posted, index, count, string.sub(held .. own, -4 * most_posted))
    end
  end
  redis.call('INCR', KEYS[4] .. epoch .. ':articles')
  touched[KEYS[4] .. epoch .. ':articles'] = true
  written = written + 1
end
for key in pairs(touched) do redis.call('EXPIRE', key, ttl) end
redis.call('EXPIRE', KEYS[1], ARGV[2])
return written
"""
)
