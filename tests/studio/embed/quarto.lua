-- What Quarto does with a shortcode, for pandoc alone: enough of its Lua API to run clip.lua as Quarto would.
--
-- Arguments and values come as inlines, an option that is not given as none; the handler's file is loaded in an
-- environment of its own; a handler's error ends the render.

local meta
local included = {}
local html = { html = true, html5 = true, revealjs = true }

local function variable(name)
  return os.getenv("SHORTCODE_" .. name)
end

local quarto = {
  project = { directory = variable("PROJECT") },
  log = {
    warning = function(text)
      io.stderr:write("WARNING: " .. text .. "\n")
    end,
  },
  doc = {
    input_file = variable("INPUT"),
    is_format = function(name)
      assert(name == "html:js", "the shim knows one format")
      return html[FORMAT] or false
    end,
    include_text = function(place, text)
      assert(place == "in-header", "the shim knows one place")
      included[#included + 1] = text
    end,
  },
}

local around = { quarto = quarto }
if variable("PANDOC") ~= "" then -- another version, as the filter sees it: one that reads no JSON
  around.PANDOC_VERSION = pandoc.types.Version(variable("PANDOC"))
  around.pandoc = setmetatable({ json = false }, { __index = pandoc })
end

local handlers = loadfile(variable("FILE"), "t", setmetatable(around, { __index = _G }))()

-- The words between {{< and >}}: plain ones, and name=value pairs whose values may stand in quotes.
local function parsed(source)
  local args, kwargs, raw = {}, setmetatable({}, { __index = function() return pandoc.Inlines({}) end }), {}
  local rest = source
  while rest:match("%S") do
    rest = rest:match("^%s*(.*)$")
    local name, value, after = rest:match('^([%w-]+)="([^"]*)"(.*)$')
    if not name then
      name, value, after = rest:match("^([%w-]+)=(%S*)(.*)$")
    end
    if name then
      kwargs[name] = pandoc.Inlines(value)
    else
      value, after = rest:match("^(%S+)(.*)$")
      args[#args + 1] = pandoc.Inlines(value)
      raw[#raw + 1] = value
    end
    rest = after
  end
  return args, kwargs, raw
end

local function replaced(text, context)
  local name, source = text:match("^{{< *(%S+)(.-) *>}}$")
  if not name then
    return nil
  end
  local args, kwargs, raw = parsed(source)
  return handlers[name](args, kwargs, meta, raw, context)
end

local function source_of(inlines)
  return (pandoc.write(pandoc.Pandoc({ pandoc.Plain(inlines) }), "plain", { wrap_text = "none" }):gsub("%s+$", ""))
end

return {
  { Meta = function(given) meta = given end },
  {
    Para = function(block)
      return replaced(source_of(block.content), "block")
    end,
  },
  {
    Meta = function(given)
      local header = given["header-includes"] or pandoc.List({})
      for _, text in ipairs(included) do
        header:insert(pandoc.MetaBlocks({ pandoc.RawBlock("html", text) }))
      end
      given["header-includes"] = header
      return given
    end,
  },
}
