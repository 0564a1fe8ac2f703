-- Opens a script in Neovim with `alana lsp` and prints what a writer would see.
local python, script = vim.env.TEST_PYTHON, vim.env.TEST_SCRIPT
vim.cmd("edit " .. script)
local client = vim.lsp.start_client({
  name = "alana", cmd = { python, "-m", "bot", "lsp" }, root_dir = vim.fn.fnamemodify(script, ":h"),
})
vim.lsp.buf_attach_client(0, client)
assert(vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 20), "no findings")
local found = vim.diagnostic.get(0)[1]
local out = { found.code .. " " .. (found.lnum + 1) .. ":" .. (found.col + 1) .. " " .. found.message:gsub("\n", " | ") }
local position = { line = found.lnum, character = found.col }
local params = { textDocument = vim.lsp.util.make_text_document_params(), context = { diagnostics = {} } }
params.range = { start = position, ["end"] = position }
local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 60000)
local action = vim.tbl_values(answers)[1].result[1]
table.insert(out, action.title)
vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
local gone = vim.wait(60000, function() return #vim.diagnostic.get(0) == 0 end, 20)
table.insert(out, gone and "nothing found" or "still found")
table.insert(out, vim.api.nvim_buf_get_lines(0, found.lnum, found.lnum + 1, false)[1])
vim.fn.writefile(out, vim.env.TEST_OUT)
