import { readFileSync } from "node:fs"
import { openBrowser, person } from "./support/browser.mjs"
import { callsOf, signIn } from "./support/portal.mjs"
import { startServer } from "./support/server.mjs"
const file="/work/build/docs/set/github.json", rate=Number(process.argv[2]??4)
const server = await startServer(), browser = await openBrowser()
const call = await callsOf(server.api, "penerbit"), form = new FormData()
form.append("openapi", new Blob([readFileSync(file)]), file)
const { data } = await call("POST", "/admin/bundles/import", form)
await call("PATCH", `/admin/bundles/${data.slug}`, { upstreams:{ development: { url: "http://127.0.0.1:9" } }, provider: "Contoh" })
await call("POST", `/admin/bundles/${data.slug}/publish`)
const reader = await person(browser, server.api)
await signIn(reader, "budi")
let state = await reader.context.storageState()
const context0 = await browser.newContext({storageState:state}); const p0=await context0.newPage(); await p0.goto(`${server.api}/app/marketplace/${data.slug}/docs`,{waitUntil:'networkidle'}); state=await context0.storageState(); await context0.close()
const rounds=Number(process.argv[3]??1); const seens=[]
for(let i=0;i<rounds;i++){
const context = await browser.newContext({ storageState: state, viewport: { width: 1280, height: 800 } })
const page = await context.newPage(), session = await context.newCDPSession(page)
await session.send("Network.enable"); await session.send("Performance.enable")
await session.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: 125000, uploadThroughput: 125000 })
await session.send("Emulation.setCPUThrottlingRate", { rate })
const reqs=new Map(); let t0
session.on('Network.requestWillBeSent',e=>{t0??=e.timestamp;reqs.set(e.requestId,{url:e.request.url.replace(server.api,'').replace(/\/app\/v-[0-9a-f]+/,'~'),m:e.request.method,s:e.timestamp-t0})})
session.on('Network.responseReceived',e=>{const r=reqs.get(e.requestId);if(r)r.r=e.timestamp-t0})
session.on('Network.loadingFinished',e=>{const r=reqs.get(e.requestId);if(r){r.e=e.timestamp-t0;r.n=e.encodedDataLength}})
await page.addInitScript(()=>{const look=()=>{const s=document.querySelector('.docs-line')?.getBoundingClientRect().height>0;if(s)requestAnimationFrame(()=>setTimeout(()=>{window.seenAt=performance.now()}));else requestAnimationFrame(look)};look()})
await page.goto(`${server.api}/app/marketplace/${data.slug}/docs`,{waitUntil:'commit'})
const seen=await (await page.waitForFunction(()=>window.seenAt)).jsonValue(); seens.push(seen)
if(i===rounds-1){
const m=(await session.send("Performance.getMetrics")).metrics; const g=n=>m.find(x=>x.name===n)?.value
console.log(`seen ${Math.round(seen)} script ${g('ScriptDuration')?.toFixed(3)} layout ${g('LayoutDuration')?.toFixed(3)} style ${g('RecalcStyleDuration')?.toFixed(3)} task ${g('TaskDuration')?.toFixed(3)}`)
let sum=0,n=0;for(const r of reqs.values()){ if(r.s*1000<seen){sum+=r.n??0;n++}
console.log(String(Math.round(r.s*1000)).padStart(6),String(Math.round((r.r??0)*1000)).padStart(6),String(Math.round((r.e??0)*1000)).padStart(6),String(r.n??'').padStart(7),r.m,r.url)}
console.log('requests',n,'bytes',sum)
console.log(JSON.stringify(await page.evaluate(()=>({nav:performance.getEntriesByType('navigation')[0].responseEnd,dcl:performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,paint:performance.getEntriesByType('paint').map(x=>[x.name,x.startTime])}))))
}
state = await context.storageState()
await context.close()}
console.log(seens.map(Math.round).sort((a,b)=>a-b).join(' '))
await browser.close(); await server.stop()
