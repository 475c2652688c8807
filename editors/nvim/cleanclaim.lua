-- `cleanclaim lsp` for claim files and rule files: put this file into the folder `plugin` of your configuration.
if not vim.lsp.start then
  vim.notify("cleanclaim needs Neovim 0.8 or later", vim.log.levels.WARN)
  return
end

vim.filetype.add({
  extension = {
    ["837"] = "x12",
    ["837p"] = "x12",
    x12 = "x12",
    edi = "x12",
    clm = "x12",
    rules = "cleanclaim",
  },
})

vim.api.nvim_create_autocmd("FileType", {
  pattern = { "x12", "cleanclaim" },
  callback = function(event)
    local marks = { "cleanclaim.toml", ".cleanclaim.toml", "pyproject.toml", ".git" }
    local found = vim.fs.find(marks, { upward = true, path = vim.fs.dirname(vim.api.nvim_buf_get_name(event.buf)) })[1]
    local root = found and vim.fs.dirname(found) or vim.fn.getcwd()
    vim.lsp.start({ name = "cleanclaim", cmd = { "cleanclaim", "lsp" }, cmd_cwd = root, root_dir = root })
    vim.keymap.set("n", "K", vim.lsp.buf.hover, { buffer = event.buf }) -- Neovim 0.10 does so by itself
  end,
})
