// Bundles static/css and static/js into static/dist. With --watch: rebuilds, with source maps.
import { existsSync, rmSync } from 'node:fs'
import { join, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'

const root = dirname(fileURLToPath(import.meta.url))
const watch = process.argv.includes('--watch')
const outdir = join(root, 'static', 'dist')

const entryPoints = ['css/app.css', 'js/app.js', 'js/editor.js', 'js/board.js', 'js/table.js']
  .map((name) => join(root, 'static', name))
  .filter((path) => {
    if (existsSync(path)) return true
    console.error(`missing entry point: ${path}`)
    process.exitCode = 1
    return false
  })

const options = {
  absWorkingDir: root,
  entryPoints,
  outdir,
  entryNames: '[name]',
  bundle: true,
  minify: !watch,
  format: 'esm',
  // The oldest browsers promised (web views lag): newer syntax is rewritten or refused.
  target: ['chrome107', 'safari16.4'],
  loader: { '.png': 'dataurl', '.gif': 'dataurl', '.svg': 'dataurl' },
  // Licences of what is bundled are shipped beside it.
  legalComments: 'linked',
  // Maps only while developing: with manifest storage a map costs minutes of compression.
  sourcemap: watch,
  logLevel: 'info',
}

if (watch) {
  const context = await esbuild.context(options)
  await context.watch()
} else {
  rmSync(outdir, { recursive: true, force: true })
  await esbuild.build(options)
}
