-- The Quarto shortcode `clip`: a film of the course, or one beat of it, in anybody's pages and books.
--
--     {{< clip gradient-compass beat=see_the_right_angle loop=true width=40rem caption="Square on the contour." >}}
--
-- In _quarto.yml, or in a page's own header:
--
--     compass-clips: https://course.example/clips/   # or a folder of the project, such as clips
--     compass-url: https://course.example/           # with a folder: where the site is, if it is on the web
--
-- HTML shows the film; PDF, EPUB and all other formats show the picture with a link. A clip or a beat that does
-- not exist ends the render with the nearest name. It needs pandoc 3.1.1 or later, which Quarto brings.

local FORMAT = 1 -- of clip.json
local SCRIPT = "compass-clip.js"
local scripted = false -- one page, one process, one script

local function fail(...)
  error("Compass: " .. string.format(...), 0)
end

local function text_of(value)
  local text = value and pandoc.utils.stringify(value) or ""
  return text:match("^%?meta:") and "" or text -- so some versions of Quarto say that there is no such value
end

local function with_slash(place)
  return (place:gsub("/*$", "/"))
end

local function is_remote(place)
  return place:match("^https?://") ~= nil
end

-- How many pairs of letters two words share, from 0 to 1/2.
local function likeness(one, other)
  local function pairs_of(word)
    local found, count = {}, 0
    for i = 1, #word - 1 do
      local pair = word:sub(i, i + 1)
      if not found[pair] then
        found[pair], count = true, count + 1
      end
    end
    return found, count
  end
  local first, many = pairs_of(one)
  local second, more = pairs_of(other)
  local shared = 0
  for pair in pairs(first) do
    if second[pair] then
      shared = shared + 1
    end
  end
  return shared / math.max(many + more, 1)
end

local function offer(name, known)
  local best, closest = "", 0.15
  for _, each in ipairs(known) do
    local near = likeness(name, each)
    if near > closest then
      best, closest = " Did you mean " .. each .. "?", near
    end
  end
  return best
end

-- The folder of the project, or of the page where there is no project.
local function home()
  local directory = quarto.project and quarto.project.directory
  if type(directory) == "function" then
    directory = directory()
  end
  return directory or pandoc.path.directory(quarto.doc.input_file)
end

-- What stands at `name` below the clips; nil where nothing does.
local function read(place, name)
  if is_remote(place) then
    local found, _, content = pcall(pandoc.mediabag.fetch, place .. name)
    return found and content or nil
  end
  local file = io.open(pandoc.path.join({ home(), place, name }), "rb")
  if not file then
    return nil
  end
  local content = file:read("a")
  file:close()
  return content
end

-- Older pandocs, such as Debian 12's own, lack more than the reader of JSON: say so before anything else fails.
local function check_pandoc()
  if PANDOC_VERSION < pandoc.types.Version("3") or not (pandoc.json or quarto.json) then
    fail("The shortcode clip needs pandoc 3.1.1 or later, as Quarto 1.3 and later bring it; this is pandoc %s.",
      tostring(PANDOC_VERSION))
  end
end

local function decode(text)
  return (pandoc.json or quarto.json).decode(text, false)
end

local function slugs(place)
  local known = {}
  if is_remote(place) then
    local ledger = read(place:gsub("[^/]+/$", ""), "site.json")
    for slug in pairs(ledger and decode(ledger).bundles or {}) do
      known[#known + 1] = slug
    end
  else
    local found, names = pcall(pandoc.system.list_directory, pandoc.path.join({ home(), place }))
    for _, name in ipairs(found and names or {}) do
      if read(place, name .. "/clip.json") then
        known[#known + 1] = name
      end
    end
  end
  return known
end

local function find_clip(place, slug)
  local text = slug:match("^[a-z0-9-]+$") and read(place, slug .. "/clip.json")
  if not text then
    fail("There is no clip called %s at %s.%s", slug, place, offer(slug, slugs(place)))
  end
  local clip = decode(text)
  if clip.format ~= FORMAT then
    fail("%s/clip.json has format %s; this extension reads %d.", slug, tostring(clip.format), FORMAT)
  end
  return clip
end

local function find_beat(clip, name)
  local names = {}
  for _, beat in ipairs(clip.beats) do
    if beat.name == name:gsub("-", "_") then
      return beat
    end
    for _, old in ipairs(beat.was or {}) do
      if old == name:gsub("-", "_") then
        return beat
      end
    end
    names[#names + 1] = beat.name
  end
  fail("There is no beat called %s in %s.%s", name, clip.slug, offer(name, names))
end

-- Seconds from "75", "12.5s" or "1:15"; nil from "".
local function seconds(text)
  if text == "" then
    return nil
  end
  local minutes, rest = text:match("^(%d+):(%d+%.?%d*)s?$")
  rest = rest or text:match("^(%d+%.?%d*)s?$")
  if not rest then
    fail("%s is no time; write seconds, or 1:15.", text)
  end
  return 60 * tonumber(minutes or 0) + tonumber(rest)
end

local function check_times(clip, beat, start, stop)
  local from = start or (beat and beat.start) or 0
  local to = stop or (beat and beat["end"]) or clip.seconds
  if from >= to or to > clip.seconds then
    fail("%s lasts %g s: nothing lies between %g s and %g s.", clip.slug, clip.seconds, from, to)
  end
end

local function escaped(text)
  return (text:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }))
end

local function tag(name, attributes)
  local parts = { "<" .. name }
  for _, pair in ipairs(attributes) do
    if pair[2] then
      parts[#parts + 1] = string.format('%s="%s"', pair[1], escaped(pair[2]))
    end
  end
  return table.concat(parts, " ") .. ">"
end

-- A length of CSS; a bare number means pixels.
local function length(width)
  if width == "" then
    return nil
  end
  if not width:match("^%d+%.?%d*[a-z%%]*$") then
    fail("%s is no width; write pixels, or a length such as 40rem or 80%%.", width)
  end
  return width:match("^%d+%.?%d*$") and width .. "px" or width
end

local function as_html(wish, clips, context)
  if not scripted then
    quarto.doc.include_text("in-header", tag("script", { { "src", clips .. SCRIPT }, { "async", "" } }) .. "</script>")
    scripted = true
  end
  local html = table.concat({
    tag("compass-clip", {
      { "src", clips .. wish.clip.slug .. "/" },
      { "beat", wish.beat and wish.beat.name },
      { "start", wish.start and string.format("%g", wish.start) },
      { "end", wish.stop and string.format("%g", wish.stop) },
      { "loop", wish.loop and "" or nil },
      { "caption", wish.caption },
      { "style", wish.width and "max-width: " .. wish.width },
    }),
    tag("a", { { "href", wish.target } }),
    tag("img", {
      { "src", clips .. wish.file },
      { "alt", wish.still.alt },
      { "loading", "lazy" },
      { "style", "width: 100%; aspect-ratio: 16 / 9" },
    }),
    "</a></compass-clip>",
  })
  return context == "inline" and pandoc.RawInline("html", html) or pandoc.RawBlock("html", html)
end

-- The same length for paper: pandoc knows no letters' sizes, of which browsers make 16 pixels.
local function on_paper(width)
  local letters = width:match("^(%d+%.?%d*)r?em$")
  return letters and string.format("%gpx", 16 * tonumber(letters)) or width
end

local function as_picture(wish, place, context)
  local attributes = wish.width and { width = on_paper(wish.width) } or {}
  local image = pandoc.Image({ pandoc.Str(wish.still.alt) }, place .. wish.file, "", pandoc.Attr("", {}, attributes))
  local shown = image
  if is_remote(wish.target) then
    shown = pandoc.Link({ image }, wish.target)
  else
    quarto.log.warning("The picture of " .. wish.clip.slug .. " leads nowhere: say compass-url in _quarto.yml.")
  end
  if context == "inline" then
    return shown
  end
  local blocks = { pandoc.Para({ shown }) }
  local caption = wish.caption or wish.title
  if caption ~= "" then
    blocks[2] = pandoc.Para({ pandoc.Emph({ pandoc.Str(caption) }) })
  end
  return pandoc.Div(blocks, pandoc.Attr("", { "compass-clip" }))
end

local function clip(args, kwargs, meta, _raw_args, context)
  check_pandoc()
  local place = text_of(meta["compass-clips"])
  if place == "" then
    fail("Where are the clips? Say compass-clips: https://…/clips/ (or a folder) in _quarto.yml.")
  end
  place = with_slash(place)
  local slug, place_in_film = text_of(args[1]):match("^([^#]*)#?(.*)$")
  local known = find_clip(place, slug)
  local named = text_of(kwargs["beat"])
  named = named ~= "" and named or place_in_film
  local beat = named ~= "" and find_beat(known, named) or nil
  local start, stop = seconds(text_of(kwargs["start"])), seconds(text_of(kwargs["end"]))
  check_times(known, beat, start, stop)

  -- a folder is seen from the page that is written; its course site may be on the web, or not
  local url = text_of(meta["compass-url"])
  local here = place
  if not is_remote(place) then
    local page = pandoc.path.directory(quarto.doc.input_file)
    here = with_slash(pandoc.path.make_relative(pandoc.path.join({ home(), place }), page, true))
  end
  local clips = url ~= "" and with_slash(url) .. "clips/" or here
  local still = beat and beat.still or known.poster
  local page = (url ~= "" or is_remote(place)) and type(known.page) == "string" and known.page
    or known.transcript.html.file
  local wish = {
    clip = known,
    beat = beat,
    start = start,
    stop = stop,
    loop = text_of(kwargs["loop"]) == "true",
    caption = kwargs["caption"] and text_of(kwargs["caption"]) ~= "" and text_of(kwargs["caption"]) or nil,
    width = length(text_of(kwargs["width"])),
    still = still,
    file = known.slug .. "/" .. still.stable,
    title = beat and known.title .. ": " .. beat.title or known.title,
    target = clips .. known.slug .. "/" .. page .. (beat and "#" .. beat.name or ""),
  }
  wish.target = wish.target:gsub("/clips/[^/]+/%.%./%.%./", "/")
  if quarto.doc.is_format("html:js") then
    return as_html(wish, clips, context)
  end
  return as_picture(wish, here, context)
end

return { clip = clip }
