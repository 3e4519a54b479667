import { build } from 'vite'
import cfg from './vite.config.ts'
const c = { ...cfg, configFile: false, logLevel: 'error', build: { ...cfg.build, write: false, rolldownOptions: cfg.build.rolldownOptions } }
const out = await build(c)
const chunks = out.output.filter(o => o.type==='chunk')
const entry = chunks.find(c=>c.isEntry); const seen=new Set(); const walk=f=>{ if(seen.has(f))return; seen.add(f); const ch=chunks.find(c=>c.fileName===f); ch?.imports.forEach(walk)}; walk(entry.fileName)
const sum={}
for (const f of seen){ const ch=chunks.find(c=>c.fileName===f); for(const [id,m] of Object.entries(ch.modules)){ let k=id.replace(/.*node_modules\//,'').replace(/.*packages\//,'pkg:'); if(!k.startsWith('pkg:')){const p=k.split('/'); k=(p[0].startsWith('@')?p.slice(0,2).join('/'):p[0]); if(k==='@mantine/core'){const mm=id.match(/components\/([^/]+)/); k+= '/'+(mm?.[1]??'core')}} else k=k.split('/').slice(0,4).join('/'); sum[k]=(sum[k]??0)+m.renderedLength }}
console.log([...seen]); console.log(Object.entries(sum).sort((a,b)=>b[1]-a[1]).slice(0,50).map(([k,v])=>`${(v/1024).toFixed(1)} ${k}`).join('\n'))
