"""The Lua that the stories run inside Redis, for a step that must be atomic.

KEYS: the hash of the last number, then the prefixes of told articles, stories, terms and merged
stories; one hash tag. What an article was told is its story and those merged into it, its title,
then a score and an id of each related article, a line each. The terms of an epoch lie in 4,096
hashes, by the first twelve bits of a term's four bytes; a field is the last three bytes, its value
how many articles said it, in three bytes, and the numbers of its last stories, four bytes each:
short enough for hashes to stay compact. Beside them lies how many articles the epoch had.
"""

from typing import Final

_TERMS: Final = """
local MOST_FIELDS = 1000 -- of one command: what Lua can hand over
local floor, sub, byte = math.floor, string.sub, string.byte
local epochs = {}        -- what this call has read or changed: rows by epoch and term

local function hash_key(epoch, number)
  return KEYS[4] .. epoch .. ':' .. string.format('%03x', number)
end

local function hash_number(term)
  local one, two = byte(term, 1, 2)
  return one * 16 + floor(two / 16)
end

local function listed(lists, number)
  local list = lists[number]
  if not list then
    list = {}
    lists[number] = list
  end
  return list
end

-- Read packed terms, all that lie in one hash by one command.
local function fetch(epoch, packed)
  local rows, wanted = listed(epochs, epoch), {}
  for at = 1, #packed, 4 do
    local term = sub(packed, at, at + 3)
    if not rows[term] then
      rows[term] = ''
      local list = listed(wanted, hash_number(term))
      list[#list + 1] = term
    end
  end
  for number, terms in pairs(wanted) do
    for from = 1, #terms, MOST_FIELDS do
      local fields = {}
      for index = from, math.min(#terms, from + MOST_FIELDS - 1) do
        fields[#fields + 1] = sub(terms[index], 2)
      end
      local held = redis.call('HMGET', hash_key(epoch, number), unpack(fields))
      for index = 1, #fields do rows[terms[from + index - 1]] = held[index] or '' end
    end
  end
end

local function heard_of(epoch, term)
  local row = epochs[epoch][term]
  if row == '' then return 0, '' end
  local high, middle, low = byte(row, 1, 3)
  return high * 65536 + middle * 256 + low, sub(row, 4)
end

local function packed_number(number)
  number = tonumber(number)
  return string.char(
    floor(number / 16777216) % 256, floor(number / 65536) % 256,
    floor(number / 256) % 256, number % 256)
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

local asked, had_articles = {}, {}
for query = 1, count do
  local epoch = tonumber(ARGV[3 + 3 * query])
  for back = 0, 1 do
    local lists = listed(asked, epoch - back)
    lists[#lists + 1] = ARGV[4 + 3 * query]
  end
end
for epoch, lists in pairs(asked) do
  fetch(epoch, table.concat(lists))
  had_articles[epoch] = tonumber(redis.call('GET', KEYS[4] .. epoch .. ':articles') or 0)
end

for query = 1, count do
  local base = 1 + 3 * query
  local epoch, terms = tonumber(ARGV[base + 2]), ARGV[base + 3]
  told[query] = redis.call('GET', KEYS[2] .. ARGV[base + 1]) or ''
  titles[query] = {}
  local links = string.match(told[query], '^[^\\n]*\\n[^\\n]*(.*)') or ''
  for name in string.gmatch(links, '\\n%d+ ([^\\n]*)') do
    titles[query][#titles[query] + 1] = title_of(name)
  end
  articles[query] = had_articles[epoch] + had_articles[epoch - 1]
  local crowd = ratio * (articles[query] + count + prior)
  local seen, lists = {}, {}
  for index = 1, #terms / 4 do
    local term = sub(terms, index * 4 - 3, index * 4)
    local said, now = heard_of(epoch, term)
    local had, before = heard_of(epoch - 1, term)
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
local written, changed, more_articles = 0, {}, {}

local function trimmed(row)
  local starts = members_of(row)
  if #starts <= most_members then return row end
  return string.sub(row, 1, starts[1] - 1) .. string.sub(row, starts[#starts - most_members + 1])
end

local function write(epoch, term, count, stories)
  epochs[epoch][term] = sub(packed_number(count), 2) .. stories
  listed(changed, epoch)[term] = true
end

for entry = 0, tonumber(ARGV[6]) - 1 do
  local base = 6 + entry * FIELDS
  fetch(ARGV[base + 6], ARGV[base + 8] .. ARGV[base + 9])
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
      local _, held = heard_of(epoch, sub(posted, index * 4 - 3, index * 4))
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
    local term = sub(said, index * 4 - 3, index * 4)
    local count, held = heard_of(epoch, term)
    write(epoch, term, math.min(count + 1, 16777215), held)
  end
  for index = 1, #posted / 4 do
    local term = sub(posted, index * 4 - 3, index * 4)
    local count, held = heard_of(epoch, term)
    local there = false
    for at = 1, #held, 4 do
      if string.sub(held, at, at + 3) == own then there = true end
    end
    if not there then
      write(epoch, term, count, sub(held .. own, -4 * most_posted))
    end
  end
  more_articles[epoch] = (more_articles[epoch] or 0) + 1
  written = written + 1
end
for epoch, terms in pairs(changed) do
  local lists = {}
  for term in pairs(terms) do
    local fields = listed(lists, hash_number(term))
    fields[#fields + 1], fields[#fields + 2] = sub(term, 2), epochs[epoch][term]
  end
  for number, fields in pairs(lists) do
    local key = hash_key(epoch, number)
    for from = 1, #fields, 2 * MOST_FIELDS do
      redis.call('HSET', key, unpack(fields, from, math.min(#fields, from + 2 * MOST_FIELDS - 1)))
    end
    redis.call('EXPIRE', key, ttl)
  end
end
for epoch, more in pairs(more_articles) do
  redis.call('INCRBY', KEYS[4] .. epoch .. ':articles', more)
  redis.call('EXPIRE', KEYS[4] .. epoch .. ':articles', ttl)
end
redis.call('EXPIRE', KEYS[1], ARGV[2])
return written
"""
)
