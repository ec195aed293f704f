import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{a as De,b as P,c as Ke,d as J,e as j,f as de,g as F,h as W,i as wn,j as $n,k as vn,l as qe,n as xn}from"./chunk-DBCWLHAA.js";import{a as $t}from"./chunk-H666L4LN.js";import{a as bn,b as U,c as yn,d as kn}from"./chunk-TXT2KJJW.js";import{$ as Ze,A as ne,B as At,C as Bt,D as Ce,E as Gt,F as _t,G as Kt,H as qt,I as Se,J as Xt,K as Yt,L as Re,M as sn,N as fn,O as hn,P as gn,Q as Pn,R as Fe,S as On,T as jn,V as Mn,W as me,X as Xe,Y as Ye,Z as Cn,a as ee,aa as Sn,b as H,c as se,d as ke,e as jt,f as D,g as te,h as Mt,i as Ct,j as St,k as Rt,l as we,m as $e,n as ve,o as xe,p as Tt,q as Pe,r as Oe,s as ae,t as le,u as Lt,v as je,w as Dt,x as Ft,y as Me,z as ce}from"./chunk-PQKP57CP.js";import{a as N,c as Nt,j as an}from"./chunk-2RF2LZGQ.js";import{k as Et}from"./chunk-JHWI22VU.js";import{d as S}from"./chunk-VUAGZBDZ.js";import"./chunk-MLEYZUME.js";import"./chunk-SREIHZQ5.js";import"./chunk-K6S5VLAA.js";import{a as Pt,c as x,i as Ot}from"./chunk-TTCLES7K.js";import{a as xt,b as ye,c as Q}from"./chunk-6AUGKITI.js";import{a as It}from"./chunk-WP3TUX2W.js";import{a as wt,c as be}from"./chunk-44BWZH4I.js";import{d as ln,f as cn,h as dn,j as mn,k as pn,l as un}from"./chunk-X6Y3GG22.js";import"./chunk-DDYIXPM5.js";import"./chunk-7NXIOIKN.js";import"./chunk-ZRMTVR2R.js";import"./chunk-ALMSHPZL.js";import"./chunk-DGPTWLET.js";import{a as Qt}from"./chunk-Z6OR5GRN.js";import{a as zt}from"./chunk-EVO2DVN7.js";import"./chunk-IBUTPYUC.js";import{h as tn,i as Te,j as nn,k as Le,l as rn,m as on}from"./chunk-WJDY4WDJ.js";import{c as Ut,d as Jt,e as Vt}from"./chunk-QBBD3MD5.js";import"./chunk-XCDKVHEV.js";import"./chunk-QTNUKRHB.js";import"./chunk-GRY3RCRT.js";import"./chunk-HFYBH5F6.js";import{j as Zt}from"./chunk-4PPZ5JE3.js";import{t as Ht}from"./chunk-VYB6T5AA.js";import{b as l}from"./chunk-433IO46X.js";import{b as Wt}from"./chunk-A2JCCYRY.js";import"./chunk-JIVHUQFS.js";import{c as vt}from"./chunk-MMDDWILY.js";import"./chunk-2K5O4Z62.js";import{e as en}from"./chunk-USZQIOO5.js";import{a as ko}from"./chunk-DKVF7GTD.js";import{a as ie,b as bt,c as yt,d as kt}from"./chunk-C22RIBPA.js";import{a as _e,b as L}from"./chunk-2563ORLQ.js";import{e as yo}from"./chunk-RCJT5LDN.js";import{resolve as Fo}from"node:path";import{execFile as wo}from"node:child_process";import{existsSync as $o,mkdirSync as vo,mkdtempSync as xo,rmSync as Rn}from"node:fs";import{tmpdir as Po}from"node:os";import{join as Ae,resolve as Oo}from"node:path";import{promisify as jo}from"node:util";var Mo=6e4;async function Tn(e,t,n){let r=Co(Oo(e),t,n),o=(await r("rev-parse","--verify","--end-of-options",`${t}^{commit}`)).trim(),i=await r("merge-base",o,"HEAD").then(y=>y.trim(),()=>null),s=i===null?0:Number((await r("rev-list","--count",`${i}..${o}`)).trim()),a=(await r("rev-parse","--show-prefix")).trim(),d=i??o,m={ref:t,commit:d,behind:s},u=i===null?[`the checkout does not reach the commit at which it left ${t}, so it is compared with ${t} as it is now; check out with fetch-depth: 0`]:[];if(!(a===""||(await r("ls-tree","-d","--full-tree","--name-only",d,"--",a.slice(0,-1))).trim()!==""))return{base:m,directory:null,gaps:u,remove:()=>{}};let p=xo(Ae(Po(),"k8s-deploy-base-")),h=()=>Rn(p,{recursive:!0,force:!0});try{let y=Ae(p,"base.tar"),k=Ae(p,"tree");vo(k);let g=(await r("rev-parse","--show-toplevel")).trim();return await r("-C",g,"archive","--format=tar",`--output=${y}`,`${d}:${a}`),await en({file:y,cwd:k,strict:!0}),Rn(y),{base:m,directory:$o(Ae(k,"deploy.yaml"))?k:null,gaps:u,remove:h}}catch(y){throw h(),y}}function Co(e,t,n){return async(...r)=>{try{let{stdout:o}=await jo(wo)("git",r,{cwd:e,signal:n,timeout:Mo});return o}catch(o){throw n.aborted?new L("cancelled","cancelled while git was asked",{cause:o}):new L("configuration",`cannot compare ${e} with ${vt(t)}: git ${r.find(i=>/^[a-z]/.test(i))??""} failed`,{cause:o,hint:"name a commit or branch that the checkout has, and fetch it first; in a workflow, check out with fetch-depth: 0"})}}}function Dn(e,t){let n=new Map(e.map(o=>[Ln(o),o])),r=new Map(t.map(o=>[Ln(o),o]));return[...new Set([...r.keys(),...n.keys()])].flatMap(o=>So(n.get(o),r.get(o)))}var Ln=({kind:e,namespace:t,name:n,object:r})=>JSON.stringify([xt(r?.apiVersion??""),e,t,n]);function So(e,t){let n=t??e;if(n===void 0||n.object===null)return[];let{kind:r,apiVersion:o}=n.object,i=n.namespace===null?n.name:`${n.namespace}/${n.name}`,s={id:`${r.toLowerCase()}/${i}`,kind:r,name:i,order:null};if(e===void 0)return[{...s,operation:"create",fields:[]}];if(t===void 0)return[{...s,operation:"delete",fields:[]}];let{fields:a}=Ce(e.object?.manifest??null,n.object.manifest,{kind:r,apiVersion:o});return[{...s,operation:a.length===0?"same":"update",fields:a}]}function Qe(e,t){let n=new Map(e.map(o=>[o.id,o])),r=new Map(t.map(o=>[o.id,o]));return[...new Set([...r.keys(),...n.keys()])].flatMap(o=>Ro(n.get(o),r.get(o)))}var Be=({source:e,shape:t,transforms:n})=>JSON.stringify([e,t,n]);function Ro(e,t){let n=t??e;if(n===void 0)return[];let r="namespace"in n?`${n.namespace}/${n.name}`:null;return(n.kind==="bucket"?Do(n,e,t):To(e,t)).map((o,i)=>({...o,name:r??o.name,id:i===0?n.id:`${o.kind.toLowerCase()}/${r??o.name}`}))}function To(e,t){let n=r=>r===void 0?[]:Qt({backing:[r]});return Dn(n(e),n(t)).map(r=>{if(e===void 0||t===void 0)return r;let o=[...r.fields,...Lo(e,t,r.fields)];return o.length===0?r:et(t)?{...r,operation:"replace",order:"create-first",fields:o}:{...r,operation:"update",fields:o}})}function Lo(e,t,n){return e.kind!=="secret"||t.kind!=="secret"?[]:Object.entries(t.data).flatMap(([r,o])=>{let i=e.data[r];return typeof o=="string"||i===void 0||typeof i=="string"?[]:Be(i)===Be(o)||n.some(({place:a})=>a[1]===r)?[]:[{place:["stringData",r],change:"changed",secret:!0,before:null,after:null,lines:null}]})}var et=e=>e.kind==="caBundle"||e.kind==="secret"&&e.autoName;function Do({id:e,bucket:t},n,r){let o={id:e,kind:"StateBucket",name:t,order:null,fields:[]};if(n===void 0)return[{...o,operation:"create"}];if(r===void 0)return[{...o,operation:"forget"}];let{fields:i}=Ce(Fn(n),Fn(r),{kind:o.kind,apiVersion:""});return[{...o,operation:i.length===0?"same":"update",fields:i}]}var Fn=({id:e,kind:t,...n})=>n;async function In(e,t){let n=fn(),r=Fo(e.cwd),o=await an("auto",t.environment),i=()=>{o.close()};t.signal.addEventListener("abort",i,{once:!0});try{let s=await n.timed("base",async()=>await Tn(r,e.base,t.signal));try{let a=await o.renderer;return await Ao(s,{options:e,io:t,watch:n,directory:r,renderer:a,noted:new Set})}finally{s.remove()}}finally{t.signal.removeEventListener("abort",i),await o.close()}}async function Ao(e,t){let{options:n,io:r,watch:o,directory:i,renderer:s}=t,a=await o.timed("render",async()=>await Nn(i,n.stack,null,t)),[d,m]=await o.timed("base",async()=>await Bo(e,a,t)),{stack:u,loaded:f,charts:p}=a,h=n.check===!1?{findings:Io(a),unjudged:[]}:await o.timed("check",async()=>await sn({loaded:f,stack:u,charts:p,version:null},s,r)),y=[...new Set([a,d].flatMap(k=>k?.stack.releases.map(({key:g})=>g)??[]))];return Gt({tier:"offline",stack:u,...Re(i),base:e.base,cluster:{identifier:u.cluster.identifier,kubeVersion:a.kubeVersion},steps:[],counts:ln,releases:y.map(k=>Eo(k,d,a)),backing:Qe(d?.stack.backing??[],u.backing),check:h,renders:new Map([...a.renders.of].map(([k,{placeholders:g}])=>[k,g])),limits:n.limits,gaps:[...e.gaps,...m,...await qt(s,u,p),...Kt(a.renders.of)],timings:o.timings()})}async function Bo({directory:e,base:{ref:t}},n,r){try{if(e===null||!No(e,n.stack.stack))return[null,[]];let o=await Nn(e,n.stack.stack,n.stack,r),i=[...o.renders.failures.keys()];return[o,i.map(s=>`release ${s} does not render in ${t}, so that all of it is shown as new`)]}catch(o){if(!(o instanceof L)||o.code!=="configuration")throw o;return[null,[`${t} cannot be rendered, so that everything is shown as new: ${o.message}`]]}}var Io=({stack:e,renders:t})=>[...t.failures].map(([n,r])=>{let o=e.releases.find(s=>s.key===n)?.values??{},i=Nt(Ut(o,e),null);return Et(n,e.stack,{...r,message:i(r.message)})}),No=(e,t)=>{let n=Le(e);return n.length===0||n.includes(Te(t))};async function Nn(e,t,n,{options:r,io:o,renderer:i,noted:s}){let a=nn({directory:e,stack:t,systems:Zt}),d=rn(a);cn(d,o.redactor);let m=await tn(d.releases,{directory:e,reveal:un({directory:e,stack:d.stack,environment:o.environment,learn:o.redactor.learn}),registries:on(a),mirrors:pn(r,o),signal:o.signal,onProgress:p=>{s.has(p)||(s.add(p),o.terminal.note(o.terminal.style("dim",p)))}}),u=d.cluster.kubeVersion??zt,f=await _t(i,{directory:e,stack:d,charts:m,kubeVersion:u,apiVersions:a.document.cluster.apiVersions,isUpgrade:()=>!0,revision:()=>null,stand:n===null?null:Wo(d,n)});return dn([...f.of.values()].flatMap(({objects:p})=>p),o.redactor),{stack:d,loaded:a,charts:m,kubeVersion:u,renders:f}}function Wo(e,t){let n=new Set(Qe(e.backing,t.backing).flatMap(({id:r,operation:o})=>o==="replace"||o==="update"?[r]:[]));return{secret:Vt,property:(r,o)=>{let i=n.has(r.id);return o==="resourceVersion"?i?"(before)":"0":i&&et(r)&&"name"in r?`${r.name}-00000000`:Jt(r)}}}function Eo(e,t,n){let[r,o]=[An(e,t),An(e,n)],i=o?.release??r?.release,s=o?.chart??null;return{key:e,name:i?.name??e,namespace:i?.namespace??"",system:i?.system??null,operation:Go(r,o),chart:s,chartBefore:r?.chart??null,record:null,before:r?.placed??Se,after:o===null?Se:o.placed??r?.placed??Se,skipCrds:i?.skipCrds??!1,live:new Map,step:null,values:{before:r?.values??null,after:o?.values??null}}}function An(e,t){let n=t?.stack.releases.find(o=>o.key===e);if(t===null||n===void 0)return null;let r=t.renders.of.get(e);return{release:n,chart:Yt(n,t.charts),values:r?.values??null,placed:r===void 0?null:Xt(r.objects,n.namespace,()=>null)}}function Go(e,t){return t===null?"delete":e===null?"create":e.release.name!==t.release.name||e.release.namespace!==t.release.namespace?"replace":Bn(e)===Bn(t)?"same":"update"}var Bn=({release:e,chart:t,values:n})=>{let r=Ht({backing:[],releases:[e]});return JSON.stringify([zo(e),t?.digest,n,r.map(Be)])},zo=({timeoutSeconds:e,maxHistory:t,atomic:n,wait:r,waitForJobs:o,skipCrds:i})=>({timeoutSeconds:e,maxHistory:t,atomic:n,wait:r,waitForJobs:o,skipCrds:i});import{resolve as qs}from"node:path";import{createHash as Ni}from"node:crypto";function Gn({releases:e}){let t=new Set,n=new Map,r=new Map,o=(i,s)=>r.has(i)||r.set(i,s);for(let i of e){let s=Wn(t,["release",i.key],null);n.set(i,s),o(i.key,s)}for(let{key:i,objects:s,hooks:a}of e)for(let d of[...s,...a]){let{kind:m,name:u,namespace:f}=d.object,p=Wn(t,[i,m,u],f);n.set(d,p),o(tt(i,d.object),p),"before"in d&&d.before!==null&&o(tt(i,d.before),p)}return{of:i=>n.get(i)??"",release:i=>r.get(i)??null,object:(i,s)=>r.get(tt(i,s))??null}}var tt=(e,t)=>`${e}
${ye(t)}`;function Wn(e,t,n){let r=En(t),o=n===null?r:En(t.toSpliced(-1,0,n)),i=e.has(r)?o:r;for(let s=2;e.has(i);s++)i=`${o}~${s}`;return e.add(i),i}var En=e=>e.map(t=>encodeURIComponent(t.toWellFormed())).join("/");function pe(e){return typeof e=="string"&&e.includes(`
`)?e:rt(e).join(`
`)}function rt(e){return zn(e)?ie(e)?Ho(e):e.flatMap(Uo):typeof e=="string"?Vo(e):[se(e)]}var zn=e=>Array.isArray(e)?e.length>0:ie(e)&&Object.keys(e).length>0,Ho=e=>Object.entries(e).flatMap(([t,n])=>{let r=Hn(t),[o="",...i]=rt(n);return zn(n)?[`${r}:`,...[o,...i].map(nt)]:[`${r}: ${o}`,...i.map(nt)]});function Uo(e){let[t="",...n]=rt(e);return[`- ${t}`,...n.map(nt)]}var nt=e=>e===""?"":`  ${e}`,Jo=/^[^\s\p{C}](?:[^\p{C}]|[\n\t])*$/u;function Vo(e){if(!e.includes(`
`)||!Jo.test(e)||e.endsWith(`

`))return[Hn(e)];let t=e.endsWith(`
`);return[t?"|":"|-",...(t?e.slice(0,-1):e).split(`
`)]}var _o=/^[-?:](?:\s|$)|:\s|:$|\s#|^(?:---|\.\.\.)|^0[xo][\da-f]+$|^[-+]?\.(?:inf|nan)$/i,Hn=e=>_o.test(e)?JSON.stringify(e):se(e);var V=class e{#e;constructor(t){this.#e=t}static trusted(t){return new e(t)}toString(){return this.#e}};function c(e,...t){let n=Ko(e),r=n[0]??"";return t.forEach((o,i)=>{r+=Jn(o)+(n[i+1]??"")}),V.trusted(r)}var Un=new WeakMap;function Ko(e){let t=Un.get(e);if(t!==void 0)return t;let n=e.map(r=>r.replaceAll(/\s*\n\s*/g,`
`));return Un.set(e,n),n}function Jn(e){return e===null?"":typeof e=="string"?Yo(e):typeof e=="number"?String(e):e instanceof V?e.toString():e.map(Jn).join("")}var qo={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},Xo=/[&<>"']|(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,Yo=e=>e.toWellFormed().replaceAll(Xo,t=>qo[t]??`\u27E8U+${Zo(t)}\u27E9`),Zo=e=>(e.codePointAt(0)??0).toString(16).toUpperCase().padStart(4,"0");var Vn=/[\p{L}\p{N}\p{M}_.\uD800-\uDFFF]/u;function _n(e,t){let n=Math.min(e.length,t.length),r=0;for(;r<n&&e[r]===t[r];)r++;for(;r>0&&(Ie(e,r)||Ie(t,r));)r--;let o=0;for(;o<n-r&&e[e.length-1-o]===t[t.length-1-o];)o++;for(;o>0&&(Ie(e,e.length-o)||Ie(t,t.length-o));)o--;if(e===t||r+o<Math.max(1,n/Qo))return null;let i=s=>({start:s.slice(0,r),differs:s.slice(r,s.length-o),end:s.slice(s.length-o)});return[i(e),i(t)]}var Qo=4,Ie=(e,t)=>Vn.test(e[t-1]??" ")&&Vn.test(e[t]??" ");function Kn(e){return c`<div class="text">${ei(e).map(ni)}</div>`}function qn(e,t){return Xn(e?.split(`
`)??[],t?.split(`
`)??[])}function ei(e){let t=[];for(let n of e){let r=t.at(-1),o=r?.at(-1);r!==void 0&&o!==void 0&&ti(o,n)?r.push(n):t.push([n])}return t}function ti(e,{mark:t}){return t==="skipped"||e.mark==="skipped"?!1:t==="same"||e.mark==="same"?t===e.mark:!(e.mark==="added"&&t==="removed")}function ni(e){let t=i=>e.flatMap(s=>s.mark!=="skipped"&&s.mark===i?[s.text]:[]),n=e.reduce((i,s)=>i+(s.mark==="skipped"?s.count:0),0);if(n>0)return c`<p class="skipped">${n} unchanged ${n===1?"line":"lines"}</p>`;let r=t("same");if(r.length===0)return Xn(t("removed"),t("added"));let o=r.map(Yn);return c`<div class="pair same">
    <div>${o}</div>
    <div aria-hidden="true">${o}</div>
  </div>`}function Xn(e,t){let n=e.length===t.length?e.map((s,a)=>_n(s,t[a]??"")):[],r=(s,a)=>s.map((d,m)=>ri(d,n[m]?.[a]??null)),o=e.length===0?null:c`<del>${r(e,0)}</del>`,i=t.length===0?null:c`<ins>${r(t,1)}</ins>`;return c`<div class="pair">${o}${i}</div>`}var Yn=e=>c`<span>${e}</span>`,ri=(e,t)=>t===null||t.differs===""?Yn(e):c`<span>${t.start}<b>${t.differs}</b>${t.end}</span>`;function B(e,t=()=>""){return e.length===0?null:c`<dl class="fields">${e.map(n=>oi(n,t(n)))}</dl>`}function oi(e,t){let{word:n}=Ct[e.change];return c`<div data-find>
    <dt>${Zn(e.place)} <small>${n}${t===""?"":` ${t}`}</small></dt>
    <dd>${ii(e)}</dd>
  </div> `}function ii({change:e,secret:t,before:n,after:r,lines:o}){return t?c`<p class="secret">Its value is a secret and is not shown.</p>`:o!==null?Kn(o):qn(e==="added"?null:pe(n),e==="removed"?null:pe(r))}var Zn=e=>e.length===0?null:c`<code>${N(e)}</code>`;function Qn(e){if(e.length===0)return null;let t=e.flatMap(n=>n.places.map(r=>c`<li>${Zn(r)}</li>`));return c`<details class="folded" data-find>
    <summary>Not told one by one: ${le(e)}</summary>
    <ul>
      ${t}
    </ul>
  </details>`}var E=({mark:e,style:t,word:n})=>c`<span class="sign ${t}"><span aria-hidden="true">${e}</span> ${n}</span>`,_=e=>E({...be[e],word:D[e]}),si={error:{mark:"\u2715",style:"red",word:"error"},warning:{mark:"!",style:"yellow",word:"warning"},notice:{mark:"i",style:"cyan",word:"notice"}},ot=e=>E(si[e]),Ne=e=>c`<a href="#${e}">link</a>`;function er({backing:e}){let t=e.filter(({operation:o})=>o!=="same"),n=e.filter(({operation:o})=>o==="same"),r=o=>c`<ul class="plain">
      ${o.map(ai)}
    </ul>`;return c`${t.length===0?null:r(t)}${n.length===0?null:c`<details class="rest" data-find>
          <summary>${n.length} unchanged</summary>
          ${r(n)}
        </details>`}`}function ai(e){let{kind:t,name:n,operation:r,fields:o}=e,i=[ce(e),ne[r]??""].filter(s=>s!=="");return c`<li data-find>
    <p>${_(r)} <b>${t} ${n}</b> <small>${i.join("; ")}</small></p>
    ${B(o)}
  </li> `}var tr=({steps:e})=>c`<table>
    <thead>
      <tr>
        <th scope="col">Operation</th>
        <th scope="col">Resource</th>
        <th scope="col">Changed keys</th>
      </tr>
    </thead>
    <tbody>
      ${e.map(t=>c`<tr data-find>
            <td>${_(t.operation)}</td>
            <td>${t.kind} ${t.name}</td>
            <td>${li(t)}</td>
          </tr> `)}
    </tbody>
  </table>`;function li({changedKeys:e,replaceKeys:t,order:n}){return[...e.map(o=>t.includes(o)?`${o} (forces the replacement)`:o),...n===null?[]:[ce({order:n})]].join(", ")}var nr=({gaps:e})=>c`<ul>
    ${e.map(t=>c`<li data-find>${t}</li> `)}
  </ul>`,rr=({digest:e})=>c`<p>What was reviewed is what is applied: <code>up --expect-digest</code> refuses any other plan.</p>
    <p class="digest">
      <code id="digest-text">${e}</code> <button type="button" id="copy" hidden>Copy</button>
    </p>`;function or({timings:e}){let t=Object.entries(e).map(([n,r])=>c`<tr>
        <th scope="row">${n}</th>
        <td>${ci(r)}</td>
      </tr>`);return c`<table class="timings">
    <tbody>
      ${t}
    </tbody>
  </table>`}var ci=e=>`${(e/1e3).toFixed(2)} s`;var ir=({releases:e})=>e.flatMap(({drift:t})=>t);function sr({releases:e}){let t=e.filter(({drift:n})=>n.length>0);return c`<p>Not a part of the change: − is what was applied last, + what is live now.</p>
    ${t.map(({key:n,drift:r})=>c`<section data-find>
          <h3>${n}</h3>
          <ul class="plain">
            ${r.map(pi)}
          </ul>
        </section> `)}`}var di={changed:{mark:"~",style:"magenta",word:"drifted"},missing:{mark:"-",style:"red",word:"missing"}},mi={"dry-run":"told by a dry run of the server",fields:"told by the fields that the manifest sets"};function pi({object:e,state:t,by:n,fate:r,fields:o}){return c`<li data-find>
    <p>
      ${E(di[t])} <b>${Q(e)}</b> ${Dt[r]} <small>${mi[n]}</small>
    </p>
    ${B(o,Me)}
  </li> `}var ar=e=>c`<nav aria-label="Parts of the plan">
    <ul>
      ${e.filter(({body:t})=>t!==null).map(({id:t,title:n,count:r})=>c`<li>
              <a href="#${t}">${n}${r===null?null:c` <small>${r}</small>`}</a>
            </li>`)}
    </ul>
  </nav>`,lr=c`<div class="tools">
  <search id="tools" hidden>
    <label for="find">Search</label>
    <input
      id="find"
      type="search"
      placeholder="names, fields, values, rules"
      autocomplete="off"
      spellcheck="false"
      aria-describedby="found"
    />
    <output id="found" for="find"></output>
    <button type="button" id="open-all">Open all</button>
    <button type="button" id="close-all">Close all</button>
  </search>
  <fieldset class="view">
    <legend>View</legend>
    <label><input type="radio" name="view" id="side-by-side" checked /> Side by side</label>
    <label><input type="radio" name="view" id="unified" /> Unified</label>
  </fieldset>
</div>`,cr=({id:e,title:t,count:n,body:r})=>r===null?c`<section id="${e}" class="none">
        <h2>${t}</h2>
        <p>none</p>
      </section> `:c`<section id="${e}" aria-labelledby="${e}-title">
        <h2 id="${e}-title">${t}${n===null?null:c` <small>${n}</small>`}</h2>
        ${r}
      </section> `;function dr({nodes:e,edges:t}){let n=Map.groupBy(t,({from:a})=>a),r=new Map(e.map(a=>[a.id,a])),o=new Map;for(let{id:a}of e)i(a);function i(a){let d=[a],m=new Set;for(let u=d.at(-1);u!==void 0;u=d.at(-1)){let f=(n.get(u)??[]).map(({to:h})=>h).filter(h=>r.has(h)),p=f.filter(h=>!o.has(h)&&!m.has(h));if(!m.has(u)&&p.length>0){m.add(u),d.push(...p);continue}d.pop(),m.add(u),o.has(u)||o.set(u,1+Math.max(-1,...f.map(h=>o.get(h)??-1)))}}let s=[];for(let a of e)(s[o.get(a.id)??0]??=[]).push(a);return ui(s,n)}function ui(e,t){let n=new Map,r=({id:o})=>{let i=(t.get(o)??[]).flatMap(({to:s})=>n.get(s)??[]);return i.length===0?1/0:i.reduce((s,a)=>s+a,0)/i.length};return e.map(o=>{let i=new Map(o.map(a=>[a,r(a)])),s=o.toSorted((a,d)=>{let[m=0,u=0]=[i.get(a),i.get(d)];return m===u?0:m-u});return s.forEach(({id:a},d)=>n.set(a,d)),s})}var fi=60,hi=6,C={width:230,height:44,gapX:70,gapY:14};function pr(e){let t=dr(e),n=e.nodes.length<=fi&&t.length<=hi;return c`${n?gi(e,t):null}
    <details class="rest" ${n?null:c` open`}>
      <summary>As a list</summary>
      ${wi(e)}
    </details>`}function gi({edges:e},t){let n=new Map;t.forEach((s,a)=>s.forEach((d,m)=>n.set(d.id,{node:d,x:a*(C.width+C.gapX),y:m*(C.height+C.gapY)})));let r=t.length*(C.width+C.gapX)-C.gapX,o=Math.max(1,...t.map(({length:s})=>s))*(C.height+C.gapY)-C.gapY,i=e.map(({from:s,to:a})=>bi(n.get(s),n.get(a)));return c`<p>What stands on the right needs what it is joined to on the left.</p>
    <div class="picture" tabindex="0" role="group" aria-label="Graph of the stack">
      <svg
        viewBox="-2 -2 ${r+4} ${o+4}"
        width="${r+4}"
        height="${o+4}"
        aria-hidden="true"
      >
        ${i}${[...n.values()].map(yi)}
      </svg>
    </div>`}function bi(e,t){if(e===void 0||t===void 0)return null;let[n,r]=[t.x+C.width,t.y+C.height/2],[o,i]=[e.x,e.y+C.height/2],s=C.gapX/2;return c`<path
    d="M${n} ${r}C${n+s} ${r} ${o-s} ${i} ${o} ${i}"
  />`}function yi({node:e,x:t,y:n}){let{mark:r,style:o}=be[e.operation],i=e.operation==="same"?"":` ${r} ${D[e.operation]}`;return c`<g class="${o}"
    ><title>${e.kind} ${e.name}</title
    ><rect x="${t}" y="${n}" width="${C.width}" height="${C.height}" rx="6" /><text
      x="${t+12}"
      y="${n+18}"
      >${ki(e.name)}</text
    ><text class="kind" x="${t+12}" y="${n+35}">${e.kind}${i}</text></g
  >`}var mr=30,ki=e=>e.length>mr?`${e.slice(0,mr-1)}\u2026`:e;function wi({nodes:e,edges:t}){let n=new Map(e.map(({id:o,kind:i,name:s})=>[o,`${i} ${s}`])),r=Map.groupBy(t,({from:o})=>o);return c`<ul>
    ${e.map(({id:o,operation:i})=>{let s=(r.get(o)??[]).map(({to:a})=>n.get(a)??a).join(", ");return c`<li>
        ${_(i)} ${n.get(o)??o}${s===""?null:`, needs ${s}`}
      </li> `})}
  </ul>`}var fr=({risks:e},t)=>c`<ul class="cards">
    ${e.map(n=>c`<li data-find>
          ${ot(n.severity)} <code>${n.id}</code> ${gr(n,n.place,t)}
          <p>${n.message}</p>
          ${br(n)}
        </li> `)}
  </ul>`;function hr({findings:e},t){let n=e.filter(({waiver:i})=>i===null),r=e.filter(({waiver:i})=>i!==null),o=i=>c`<ul class="cards">
      ${i.map(s=>$i(s,t))}
    </ul>`;return c`${n.length===0?null:o(n)}${r.length===0?null:c`<details class="rest" data-find>
          <summary>${r.length} waived</summary>
          ${o(r)}
        </details>`}`}function $i(e,t){let{rule:n,severity:r,path:o,message:i,source:s,alsoIn:a,waiver:d}=e,m=a.length===0?null:c`<p class="source">also in ${a.join(", ")}</p>`,u=s===null?null:c` <code>${s.file}:${s.line}:${s.column}</code>`;return c`<li data-find>
    ${ot(r)}
    <code>${n}</code> ${gr(e,o,t)}${u}
    <p>${i}</p>
    ${br(e)}${m}${d===null?null:c`<p class="source">Waived until ${d.until}: ${d.reason}</p>`}
  </li> `}function gr({release:e,object:t},n,r){let o=[];return e!==null&&o.push(ur(e,r.release(e))),t!==null&&o.push(ur(Q(t),e===null?null:r.object(e,t))),n.length>0&&o.push(c`<code>${N(n)}</code>`),c`<span class="where">${o.map((i,s)=>[s===0?null:" \xB7 ",i])}</span>`}var ur=(e,t)=>t===null?e:c`<a href="#${t}">${e}</a>`,br=({hint:e})=>e===null||e===""?null:c`<p class="hint">→ ${e}</p>`,yr=({unjudged:e})=>c`<ul>
    ${Ot(e).map(({rule:t,reason:n,cases:r})=>c`<li data-find><code>${t}</code> ${n}${r>1?` (${r} cases)`:null}</li> `)}
  </ul>`;var vi={refused:{mark:"\u2715",word:"Refused"},changes:{mark:"~",word:"Changes"},"no-changes":{mark:"\u2713",word:"No changes"}};function kr(e,t,n){let{outcome:r,reasons:o}=e.verdict,{mark:i,word:s}=vi[r];return c`<header class="${r}">
    <h1>
      <span class="verdict"><span aria-hidden="true">${i}</span> ${s}</span>
      <span class="plan">${St(e)}</span>
    </h1>
    <p><b class="tier">${jt[e.tier]} plan</b> ${xe(e)}</p>
    ${o.length===0?null:c`<ul class="reasons" aria-label="Why it is refused">
            ${o.map(a=>c`<li>${a}</li>`)}
          </ul>`}
    <p class="counts">${xi(t)}</p>
    ${Pi(t)}
    <p class="source">directory <code>${e.directory}</code>${Oi(n)}</p>
  </header>`}function xi(e){let t=Rt(e.resources),n=$e(e);return[t===""?"no resource changes":`resources: ${t}`,...n===""?[]:[n]].join("; ")}var Pi=({objects:e})=>c`<ul class="tiles" aria-label="Objects in the cluster">
    ${Mt.map(t=>{let{style:n,word:r}=te[t];return c`<li class="${e[t]===0?"dim":n}">
        <b>${e[t]}</b> ${r}
      </li>`})}
  </ul>`;function Oi({generatedAt:e,runUrl:t}){let n=e===null?null:c` · written ${e.slice(0,16).replace("T"," ")} UTC`;return c`${n}${t===null?null:c` · ${ji(t)}`}`}var ji=e=>/^https?:\/\//i.test(e)?c`<a href="${e}" rel="noreferrer">the run</a>`:c`run ${e}`;function wr(e){let{document:t}=e,n=(a,d)=>t.getElementById(a)?.addEventListener("click",d),r=a=>{for(let d of t.querySelectorAll("main details"))d.open=a};n("open-all",()=>r(!0)),n("close-all",()=>r(!1));let o=()=>{let a=t.getElementById(e.location.hash.slice(1));if(a===null)return;let d=a.closest("details");for(;d!==null;d=d.parentElement?.closest("details")??null)d.open=!0;a.scrollIntoView()};e.addEventListener("hashchange",o),o();let i=t.getElementById("copy"),s=t.getElementById("digest-text");i===null||s===null||(i.hidden=!1,n("copy",()=>{e.getSelection()?.selectAllChildren(s),e.navigator.clipboard?.writeText(s.textContent).catch(()=>{})}))}function $r(e){let{document:t}=e,n=t.getElementById("find"),r=t.getElementById("found"),o=t.getElementById("tools");if(n===null||r===null||o===null)return;let i=120,s=100,a=2e3,d,m=[],u,f=()=>{let g=new Map;for(let w of t.querySelectorAll("[data-find]")){let T=w.querySelector("[data-find]")!==null,A=T?w.firstElementChild:null,$=w.parentElement?.closest("[data-find]")??null,G=(A??w).textContent.toLowerCase();g.set(w,{element:w,text:G,isGroup:T,group:$===null?null:g.get($)??null})}return[...g.values()]},p=({group:g})=>g===null?"":`${p(g)} ${g.text}`,h=g=>{for(let w=g.closest("details");w!==null;w=w.parentElement?.closest("details")??null)w.open||m.push(w),w.open=!0},y=(g,w)=>{let{CSS:T,Highlight:A}=e;if(T.highlights===void 0||A===void 0)return;let $=[];for(let G of g){let z=t.createTreeWalker(G,4);for(let M=z.nextNode();M!==null;M=z.nextNode()){let gt=M.data.toLowerCase();for(let oe of w)for(let Z=gt.indexOf(oe);Z!==-1&&!($.length>=a||Z+oe.length>M.data.length);Z=gt.indexOf(oe,Z+oe.length)){let Ve=t.createRange();Ve.setStart(M,Z),Ve.setEnd(M,Z+oe.length),$.push(Ve)}}}T.highlights.set("found",new A(...$))},k=()=>{let g=n.value.toLowerCase().split(/\s+/).filter($=>$!=="");for(let $ of m)$.open=!1;m=[],d??=f();let w=new Set,T=[],A=[];for(let $ of d){let G=p($);if(!g.every(M=>$.text.includes(M)||G.includes(M)))continue;for(let M=$;M!==null;M=M.group)w.add(M);let z=g.some(M=>$.text.includes(M));z&&T.push($.isGroup?$.element.firstElementChild??$.element:$.element),z&&!$.isGroup&&A.push($.element)}for(let $ of d)$.element.hidden=!w.has($);for(let $ of t.querySelectorAll("main > section")){let G=[...$.querySelectorAll("[data-find]")];$.hidden=g.length>0&&!G.some(({hidden:z})=>!z)}g.length>0&&A.slice(0,s).forEach(h),y(g.length===0?[]:T,g),r.value=g.length===0?"":`${T.length} found`};o.hidden=!1,n.addEventListener("input",()=>{e.clearTimeout(u),u=e.setTimeout(k,i)}),n.value!==""&&k()}var it=[$r,wr].map(e=>`(${String(e)})(window);`).join(`
`);var R=String.raw;var vr=R`
  :root {
    color-scheme: light dark;
    --page: light-dark(#f6f6f3, #15171a);
    --paper: light-dark(#ffffff, #1c1f23);
    --sunk: light-dark(#f3f4f4, #24282d);
    --ink: light-dark(#1f2429, #e2e5e9);
    --soft: light-dark(#565e68, #a3acb7);
    --line: light-dark(#dddfe1, #353a41);
    --link: light-dark(#0a5aa6, #86b9f5);
    --green: light-dark(#1b6a35, #84d19a);
    --red: light-dark(#a12329, #f3a19d);
    --yellow: light-dark(#7a5000, #e4c06d);
    --magenta: light-dark(#81308c, #dba8e4);
    --cyan: light-dark(#0b6470, #80cdd9);
    --added: light-dark(#e9f5ec, #19301f);
    --added-more: light-dark(#c3e7cc, #28583a);
    --removed: light-dark(#fbecec, #381f21);
    --removed-more: light-dark(#f5c9c8, #6a3335);
    --found: light-dark(#ffe27a, #6b5600);
  }
  * {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  html {
    scroll-padding-top: 7.5rem;
  }
  body {
    margin: 0 auto;
    padding: 0 1.5rem 4rem;
    max-width: 82rem;
    background: var(--page);
    color: var(--ink);
    font:
      15px/1.5 system-ui,
      -apple-system,
      'Segoe UI',
      sans-serif;
    overflow-wrap: anywhere;
  }
  a {
    color: var(--link);
  }
  :focus-visible {
    outline: 2px solid var(--link);
    outline-offset: 1px;
  }
  summary:focus-visible {
    outline-offset: -2px;
  }
  p {
    margin: 0.25rem 0;
  }
  small,
  .source,
  .skipped,
  .none p {
    color: var(--soft);
    font-size: 0.8667rem;
  }
  code,
  pre,
  .pair,
  .secret {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
    font-size: 0.8667rem;
    unicode-bidi: isolate;
  }
  ul,
  ol {
    margin: 0.25rem 0;
    padding-left: 1.4rem;
  }
  .skip {
    position: absolute;
    left: -100vw;
  }
  .skip:focus {
    left: 1rem;
    top: 0.5rem;
    padding: 0.25rem 0.75rem;
    background: var(--paper);
    z-index: 2;
  }
`;var xr=R`
  table {
    border-collapse: collapse;
    background: var(--paper);
    border: 1px solid var(--line);
  }
  th,
  td {
    padding: 0.3rem 0.8rem;
    border-top: 1px solid var(--line);
    text-align: left;
    vertical-align: top;
    font-weight: 400;
  }
  thead th {
    color: var(--soft);
  }
  .timings td {
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  .picture {
    overflow-x: auto;
    margin: 0.5rem 0;
  }
  svg path {
    fill: none;
    stroke: var(--soft);
  }
  svg rect {
    fill: var(--paper);
    stroke: currentColor;
  }
  svg text {
    fill: var(--ink);
    font-size: 13px;
  }
  svg .kind {
    fill: currentColor;
    font-size: 12px;
  }
`;var Pr=R`
  @media (max-width: 48rem) {
    body {
      padding: 0 0.75rem 3rem;
    }
    header {
      padding: 0.8rem 1rem;
    }
    html {
      scroll-padding-top: 0;
    }
    .bar {
      position: static;
    }
    output {
      min-width: 0;
    }
    .view {
      display: none;
    }
    .object > .body {
      padding-left: 0.25rem;
    }
    .pair {
      grid-template-columns: minmax(0, 1fr);
    }
    .pair > ins {
      grid-column: 1;
      border-left: 0;
    }
    .pair > [aria-hidden] {
      display: none;
    }
  }

  @media print {
    :root {
      color-scheme: light;
      --page: #ffffff;
    }
    body {
      max-width: none;
      padding: 0;
      font-size: 10pt;
    }
    .bar,
    .skip,
    button {
      display: none;
    }
    .large .object {
      content-visibility: visible;
    }
    details:not(.rest)::details-content {
      content-visibility: visible;
      block-size: auto;
    }
    summary,
    h2,
    h3,
    dt {
      break-after: avoid;
    }
    .cards > li,
    .fields > div {
      break-inside: avoid;
    }
    * {
      print-color-adjust: exact;
    }
  }
`;var Or=R`
  h2 {
    margin: 2rem 0 0.6rem;
    font-size: 1.2rem;
    font-weight: 650;
  }
  h3,
  h4 {
    display: inline;
    font-size: 1rem;
    font-weight: 600;
  }
  h3 {
    font-size: 1.08rem;
  }
  section > section {
    margin-top: 0.75rem;
  }
  .part {
    display: block;
    margin: 1rem 0 0.3rem;
  }
  .none h2,
  .none p {
    display: inline;
    margin: 0;
  }
  .none {
    margin-top: 1.25rem;
  }
  .cards,
  .plain,
  .hooks {
    padding: 0;
    list-style: none;
  }
  .cards > li,
  .plain > li,
  .hooks > li {
    margin: 0.4rem 0;
    padding: 0.55rem 0.9rem;
    background: var(--paper);
    border: 1px solid var(--line);
    border-radius: 6px;
  }
  .hooks {
    counter-reset: hook;
  }
  .hooks > li > p::before {
    counter-increment: hook;
    content: counter(hook) '. ';
    color: var(--soft);
  }
  li > p:last-child {
    margin-bottom: 0;
  }
  .hint {
    color: var(--soft);
  }
  .sign {
    display: inline-block;
    margin-right: 0.3rem;
    padding: 0 0.5rem;
    border: 1px solid;
    border-radius: 99px;
    font-size: 0.8rem;
    white-space: nowrap;
  }
  .green {
    color: var(--green);
  }
  .red {
    color: var(--red);
  }
  .yellow {
    color: var(--yellow);
  }
  .magenta {
    color: var(--magenta);
  }
  .cyan {
    color: var(--cyan);
  }
  .dim {
    color: var(--soft);
  }
  summary {
    cursor: pointer;
    padding: 0.35rem 0.25rem;
    border-radius: 6px;
  }
  summary:hover {
    background: var(--sunk);
  }
  .release {
    margin: 0.75rem 0;
    padding: 0.4rem 0.9rem;
    background: var(--paper);
    border: 1px solid var(--line);
    border-radius: 8px;
  }
  .release[open] {
    padding-bottom: 0.9rem;
  }
  .object {
    border-top: 1px solid var(--line);
  }
  .large .object {
    content-visibility: auto;
    contain-intrinsic-size: auto 2.3rem;
  }
  .object.bare {
    padding: 0.35rem 0.25rem 0.35rem 1.2rem;
  }
  .object > .body {
    padding: 0 0 0.75rem 1.2rem;
  }
  .object:target,
  .release:target,
  li:target {
    border-left: 3px solid var(--link);
  }
  .rest {
    border-top: 1px solid var(--line);
  }
  .rest > summary,
  .folded {
    color: var(--soft);
  }
  .folded {
    font-size: 0.8667rem;
  }
`;var jr=R`
  .fields {
    margin: 0.25rem 0;
  }
  .fields > div {
    margin: 0.5rem 0;
  }
  .fields dd {
    margin: 0.15rem 0 0;
  }
  .text,
  .fields dd > .pair,
  .secret {
    border: 1px solid var(--line);
    border-radius: 5px;
    overflow: hidden;
  }
  .secret {
    margin: 0;
    padding: 0.2rem 0.6rem;
    color: var(--soft);
    background: var(--sunk);
  }
  .pair {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    background: var(--sunk);
  }
  .pair > * {
    display: block;
    text-decoration: none;
    background: var(--paper);
  }
  .pair > ins,
  .pair > [aria-hidden] {
    grid-column: 2;
    border-left: 1px solid var(--line);
  }
  .pair > del {
    background: var(--removed);
  }
  .pair > ins {
    background: var(--added);
  }
  .pair span {
    display: block;
    position: relative;
    min-height: 1.5em;
    white-space: pre-wrap;
    tab-size: 4;
    padding: 0 0.6rem 0 1.6rem;
  }
  .pair > del > span::before,
  .pair > ins > span::before {
    position: absolute;
    left: 0.55rem;
  }
  .pair > del > span::before {
    content: '−';
    color: var(--red);
  }
  .pair > ins > span::before {
    content: '+';
    color: var(--green);
  }
  .pair b {
    font-weight: inherit;
    border-radius: 3px;
  }
  del b {
    background: var(--removed-more);
  }
  ins b {
    background: var(--added-more);
  }
  .skipped {
    margin: 0;
    padding: 0.1rem 0.6rem;
    background: var(--sunk);
    text-align: center;
  }
  pre {
    margin: 0.4rem 0;
    white-space: pre-wrap;
    border: 1px solid var(--line);
    border-radius: 5px;
    overflow: hidden;
    tab-size: 4;
  }
  pre > ins,
  pre > del {
    display: block;
    padding: 0.4rem 0.8rem;
    text-decoration: none;
  }
  pre > ins {
    background: var(--added);
    border-left: 4px solid var(--green);
  }
  pre > del {
    background: var(--removed);
    border-left: 4px solid var(--red);
  }
  body:has(#unified:checked) .pair {
    grid-template-columns: minmax(0, 1fr);
  }
  body:has(#unified:checked) .pair > ins {
    grid-column: 1;
    border-left: 0;
  }
  body:has(#unified:checked) .pair > [aria-hidden] {
    display: none;
  }
  ::highlight(found) {
    background-color: var(--found);
    color: var(--ink);
    text-decoration: underline;
  }
`;var Mr=R`
  header {
    margin: 1.5rem 0 1rem;
    padding: 1.1rem 1.5rem;
    background: var(--paper);
    border: 1px solid var(--line);
    border-left: 6px solid var(--tone);
    border-radius: 8px;
  }
  header.refused {
    --tone: var(--red);
  }
  header.changes {
    --tone: var(--yellow);
  }
  header.no-changes {
    --tone: var(--green);
  }
  h1 {
    margin: 0;
    font-size: 1.6rem;
    line-height: 1.3;
    font-weight: 650;
  }
  h1 .verdict {
    color: var(--tone);
    margin-right: 0.4rem;
  }
  h1 .plan {
    font-weight: 400;
  }
  .tier {
    padding: 0.05rem 0.5rem;
    margin-right: 0.25rem;
    border: 1px solid var(--soft);
    border-radius: 99px;
    font-size: 0.8667rem;
  }
  .reasons {
    margin: 0.6rem 0;
    padding: 0.5rem 0.75rem 0.5rem 1.9rem;
    background: var(--removed);
    border-radius: 6px;
  }
  .tiles {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.75rem;
    margin: 0.6rem 0 0.4rem;
    padding: 0;
    list-style: none;
  }
  .tiles b {
    font-size: 1.35rem;
    font-weight: 600;
  }
  .bar {
    position: sticky;
    top: 0;
    z-index: 1;
    padding: 0.5rem 0;
    background: var(--page);
    border-bottom: 1px solid var(--line);
  }
  nav ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0.1rem 1.1rem;
    margin: 0 0 0.4rem;
    padding: 0;
    list-style: none;
  }
  nav a {
    text-decoration: none;
  }
  nav a:hover {
    text-decoration: underline;
  }
  .tools,
  .tools search {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem 0.6rem;
    align-items: center;
  }
  .tools search {
    flex: 1;
  }
  #find {
    flex: 0 1 24rem;
    min-width: 10rem;
  }
  input[type='search'],
  button {
    font: inherit;
    color: inherit;
    background: var(--paper);
    border: 1px solid var(--soft);
    border-radius: 6px;
    padding: 0.2rem 0.6rem;
  }
  ::placeholder {
    color: var(--soft);
    opacity: 1;
  }
  button:hover {
    background: var(--sunk);
  }
  output {
    color: var(--soft);
    min-width: 5rem;
  }
  .view {
    display: flex;
    gap: 0.8rem;
    border: 0;
    margin: 0;
    padding: 0;
  }
  .view legend {
    position: absolute;
    left: -100vw;
  }
`;var st=[vr,Mr,Or,jr,xr,Pr].join("").replaceAll(/\s+/g," ").trim();function Cr({hooks:e},t){if(e.length===0)return null;let n=e.map(r=>c`<li id="${t.of(r)}" data-find>${Mi(r)}</li> `);return c`<h4 class="part">Hooks that will run, in order</h4>
    <ol class="hooks">
      ${n}
    </ol>`}function Mi({object:e,event:t,weight:n,deletePolicies:r,change:o,fields:i}){let s=o==="unchanged"?"":o==="created"?", new":", changed",a=r.length===0?"":`; delete policy ${r.join(", ")}`;return c`<p><b>${t}</b> ${Q(e)} <small>weight ${n}${s}${a}</small></p>
    ${B(i)}`}function Sr({crds:e}){return e.length===0?null:c`<h4 class="part">CRDs</h4>
    <ul class="plain">
      ${e.map(t=>c`<li data-find>
            <p>${Si(t)} <b>${t.name}</b> ${je[t.state]}</p>
            ${B(t.fields)}
          </li> `)}
    </ul>`}var Ci={created:{mark:"+",style:"green"},same:{mark:"=",style:"dim"},outdated:{mark:"!",style:"yellow"},missing:{mark:"!",style:"yellow"},unknown:{mark:"?",style:"dim"}},Si=({state:e})=>E({...Ci[e],word:e});var Ri=["changed","renamed","created","deleted","kept"];function Rr({objects:e},t){let n=i=>e.filter(s=>s.change===i).map(s=>Ti(s,t)),r=n("unchanged"),o=c`<details class="rest" data-find>
    <summary>${x(r.length,"unchanged object")}</summary>
    ${r}
  </details>`;return c`${Ri.flatMap(n)}${r.length===0?null:o}`}function Ti(e,{anchors:t,isOpen:n}){let{change:r,template:o,fields:i,content:s,folded:a}=e,d=t.of(e),m=c`${E(te[r])}
    <h4>${ae(e)}</h4>
    ${Li(e)}`,u=o===null?null:c` from <code>${o}</code>`;if(i.length===0&&a.length===0&&s===null)return c`<div class="object bare" id="${d}" data-find>${m}</div> `;let f=n&&i.length>0?c` open`:null;return c`<details class="object" id="${d}" ${f} data-find>
    <summary>${m}</summary>
    <div class="body">
      <p class="source">${Ne(d)}${u}</p>
      ${B(i)}${Di(r,s)}${Qn(a)}
    </div>
  </details> `}function Li({change:e,fields:t,folded:n}){let r=n.reduce((i,{count:s})=>i+s,0),o=[...e==="kept"?["it leaves the release and stays in the cluster"]:[],...t.length===0?[]:[x(t.length,"field")],...r===0?[]:[`${r} folded`]];return o.length===0?null:c` <small>${o.join(", ")}</small>`}function Di(e,t){if(t===null)return null;let n=pe(t);return e==="created"?c`<pre data-find><ins>${n}</ins></pre>`:c`<pre data-find>${e==="deleted"?c`<del>${n}</del>`:n}</pre>`}var Tr=({releases:e,tier:t},n)=>c`${Fi(e).map(r=>Ai(r,t,n))}`,at=({operation:e,objects:t,hooks:n})=>e==="same"&&n.length===0&&t.every(({change:r})=>r==="unchanged"),Fi=e=>[...e.filter(t=>!at(t)),...e.filter(at)];function Ai(e,t,n){let{operation:r,objects:o}=e,i=n.anchors.of(e),s=n.isOpen&&!at(e)?c` open`:null;return c`<details class="release" id="${i}" ${s} data-find>
    <summary>
      ${_(r)}
      <h3>${e.key}</h3>
      <small>${we(H(o))}</small>
    </summary>
    <p class="source">${Ne(i)} ${Bi(e,t).join(" \xB7 ")}${Ii(e)}</p>
    ${Rr(e,n)}${Cr(e,n.anchors)}${Sr(e)}
  </details> `}function Bi(e,t){let{key:n,name:r,namespace:o,system:i,operation:s,drift:a}=e;return[ne[s]??"",r===n?"":`release ${r}`,`namespace ${o}`,Pe(e),i===null?"":`system ${i}`,Oe(e,t),a.length===0?"":`${x(a.length,"object")} drifted, see below`].filter(m=>m!=="")}function Ii({chart:e}){return e===null?null:c`<br />chart <code>${e.reference}</code> <code>${e.digest}</code>`}var Wi=24,Ei=200;function Dr(e,t){let n=ee(e),r=Ji(e),o=c`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${Ui}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${ve(e,n)}</title>
        ${zi}
      </head>
      <body class="${Gi(n.objects)>Ei?"large":""}">
        <a class="skip" href="#main">Skip to the plan</a>
        ${kr(e,n,t)}
        <div class="bar">${ar(r)}${lr}</div>
        <main id="main">${r.map(cr)}</main>
        ${Hi}
      </body>
    </html> `;return String(o)}var Gi=e=>Object.values(e).reduce((t,n)=>t+n,0),zi=V.trusted(`<style>${st}</style>`),Hi=V.trusted(`<script>${it}</script>`),Lr=e=>`'sha256-${Ni("sha256").update(e).digest("base64")}'`,Ui=`default-src 'none'; style-src ${Lr(st)}; script-src ${Lr(it)}; base-uri 'none'; form-action 'none'`;function Ji(e){let t=Gn(e),n=e.releases.flatMap(({objects:i})=>i.filter(({fields:s})=>s.length>0)),r={anchors:t,isOpen:n.length<=Wi},o=(i,s,a,d)=>({id:i,title:s,count:a,body:a===0?null:d()});return[o("risks","Risks",e.risks.length,()=>fr(e,t)),o("findings","Findings",e.findings.length,()=>hr(e,t)),o("releases","Releases",e.releases.length,()=>Tr(e,r)),o("drift","Drift",ir(e).length,()=>sr(e)),o("backing","Backing resources",e.backing.length,()=>er(e)),o("steps","Pulumi steps",e.steps.length,()=>tr(e)),o("graph","Graph",e.graph.nodes.length,()=>pr(e.graph)),o("gaps","What is not known",e.gaps.length,()=>nr(e)),o("not-checked","Not checked",e.unjudged.length,()=>yr(e)),{id:"digest",title:"Digest",count:null,body:rr(e)},{id:"timings",title:"Timings",count:null,body:or(e)}]}var v=e=>l.array(e),re=l.union([l.null(),l.boolean(),l.number(),l.string(),v(l.lazy(()=>re)).meta({id:"DataList"}),l.record(l.string(),l.lazy(()=>re))]).meta({id:"Data",description:"Plain data; `(secret)` stands in the place of a secret"}),Vi=l.union([l.string().describe("A key of a map"),l.int().min(0).describe("An index of a list without merge keys"),l.strictObject({item:l.record(l.string(),l.union([l.string(),l.number()])).describe("The item of a list that has these keys")}),l.strictObject({document:l.enum(["yaml","json"]).describe("The document inside the text that the steps so far lead to")})]).describe("One step from a value to what is inside it"),ue=l.strictObject({steps:v(Vi).describe("From the root of the object"),text:l.string().describe('The same to read: spec.template.spec.containers[main].image, data["config.yaml"] \xBB loki.url')}).meta({id:"FieldPlace",description:"Where in an object a field stands"}),_i=l.union([l.strictObject({mark:l.enum(["same","added","removed"]).describe("As in a diff"),text:l.string().describe("The line, without its end")}),l.strictObject({mark:l.literal("skipped").describe("Lines that are the same and far from a change"),count:l.int().min(1).describe("How many")})]).describe("A line of a text of several lines"),K=l.strictObject({place:ue,change:l.enum(["added","removed","changed"]).describe("What becomes of it"),secret:l.boolean().describe("The value is a secret, so neither is told"),before:re.describe("Null where there is none, and of a secret"),after:re.describe("Null where there is none, and of a secret"),lines:v(_i).nullable().describe("Of a text of several lines: the lines around each change; null of other values")}).meta({id:"FieldChange",description:"One field that changes"}),Fr=K.extend({manager:l.string().nullable().describe("Field manager that wrote it, such as kubectl-edit; null if the server does not tell"),time:l.string().nullable().describe("When that one last wrote, ISO 8601; null if the server does not tell")}).describe("One field that is not as it was applied. before: as applied. after: as it is now"),fe=e=>({steps:e,text:N(e)}),q=e=>e.map(t=>({...t,place:fe(t.place)}));var We=l.enum(["create","update","replace","delete","forget","import","same"]).describe("What up does with it. forget: it stays, and the stack forgets it. same: nothing"),Ar={name:l.string().describe("As in Chart.yaml"),version:l.string().describe("As in Chart.yaml"),appVersion:l.string().nullable().describe("As in Chart.yaml; null if it has none")},Ki=l.strictObject({revision:l.int().min(1).describe("Of the newest record"),status:l.enum(["deployed","failed","pending-install","pending-upgrade","pending-rollback","uninstalling","uninstalled","superseded","unknown"]).describe("Helm's own word"),updated:l.string().describe("When it was written, ISO 8601"),appliedRevision:l.int().min(1).nullable().describe("What Helm compares with: the last deployed one; null if there is none")}).describe("What Helm keeps of the release in the cluster"),qi=l.strictObject({noise:l.enum(["checksum","chart-label","generated-name","spelling","server","order"]).describe("checksum: annotations that roll pods when what they sum changes. chart-label: helm.sh/chart, app.kubernetes.io/version. generated-name: a name that Pulumi completes. spelling: the same quantity or duration written otherwise. server: set by the server. order: items of a list without an order."),count:l.int().min(1).describe("How many fields"),places:v(ue).describe("The first few")}).describe("Changes of one kind that are not told one by one"),Xi=l.strictObject({object:U,change:l.enum(["created","changed","deleted","unchanged","kept","renamed"]).describe("kept: it leaves the release and stays in the cluster. renamed: one goes, and one that is the same but for its name comes."),before:U.nullable().describe("Of a renamed one: what it was; else null"),template:l.string().nullable().describe("As Helm names it: leoflow/templates/deployment.yaml"),fields:v(K).describe("Of a changed or renamed one, in the order of the object, without noise"),content:re.describe("Of a created, deleted or kept one: all of it; else null"),folded:v(qi).describe("Noise")}).describe("What becomes of one object"),Yi=l.strictObject({object:U,event:l.string().describe("By which it runs: pre-upgrade"),weight:l.int().describe("Those of less weight run first"),deletePolicies:v(l.string()).describe("before-hook-creation, hook-succeeded, hook-failed"),change:l.enum(["created","changed","unchanged"]).describe("Against the hook of that name as it was applied last"),fields:v(K).describe("Of a changed one")}).describe("A hook that will run"),Zi=l.strictObject({name:l.string().describe("widgets.example.com"),state:l.enum(["created","same","outdated","missing","unknown"]).describe("created: with the first install. outdated: the cluster has another, and Helm won't upgrade it. missing: not in the cluster, and Helm won't create it on an upgrade. unknown: nobody could be asked."),fields:v(K).describe("Of an outdated one: the cluster\u2019s against the chart\u2019s")}).describe("A CRD of a crds/ folder"),Qi=l.strictObject({object:U,state:l.enum(["changed","missing"]).describe("As it is in the cluster"),by:l.enum(["dry-run","fields"]).describe("dry-run: told by the server. fields: by comparing the fields that the manifest sets."),fate:l.enum(["reset","recreated","kept"]).describe("What up does about it. kept: nothing"),fields:v(Fr).describe("Of a changed one")}).describe("A live object that is not as it was applied"),Br=l.strictObject({key:l.string().describe("Key under releases:"),name:l.string().describe("Of the Helm release"),namespace:l.string().describe("Of the Helm release"),system:l.string().nullable().describe("As in the stack file; null for any other chart"),operation:We,chart:l.strictObject({...Ar,reference:l.string().describe("As in the stack file, without credentials"),digest:l.string().describe("sha256:\u2026 of the archive as it was published")}).nullable().describe("As it will be applied; null if the release is deleted"),chartBefore:l.strictObject(Ar).nullable().describe("As it was applied last; null if it never was"),record:Ki.nullable().describe("Null offline, and if there is none"),objects:v(Xi).describe("All objects but hooks and CRDs of a crds/ folder; unchanged ones last"),hooks:v(Yi).describe("In Helm's order"),crds:v(Zi),drift:v(Qi).describe("Empty offline")}).describe("What becomes of one Helm release");function Ir(e){let{objects:t,hooks:n,crds:r,drift:o,...i}=e;return{...i,objects:t.map(s=>({...s,fields:q(s.fields),folded:s.folded.map(a=>({...a,places:a.places.map(fe)}))})),hooks:n.map(s=>({...s,fields:q(s.fields)})),crds:r.map(s=>({...s,fields:q(s.fields)})),drift:o.map(s=>({...s,fields:q(s.fields)}))}}var lt={delete:"an object or a resource goes",replace:"one goes and a new one comes","delete-namespace":"a namespace goes with everything in it","immutable-field":"the API server will refuse the change","volume-claim":"a claim goes, shrinks, or changes its class","service-type":"a Service gets another type","scale-to-zero":"nothing of it runs any more","disruption-budget":"no pod may be evicted, so nodes cannot be drained","rbac-widened":"somebody may do more than before",exposure:"it is reachable by more than before","image-downgrade":"an image gets an older version","mutable-tag":"the same tag may be another image tomorrow","hook-rerun":"a hook runs on this upgrade","release-state":"the Helm release is failed or pending",adopt:"Helm has a release of this name that Pulumi does not know","foreign-object":"the object exists and belongs to somebody else","drift-reset":"what somebody changed by hand is set back","crd-outdated":"Helm does not upgrade CRDs","stale-base":"the base branch has gone on"};var O=l.int().min(0),Nr={error:O.describe("Errors"),warning:O.describe("Warnings"),notice:O.describe("Notices")},es=l.strictObject({create:O.describe("To create"),update:O.describe("To change"),replace:O.describe("To replace"),delete:O.describe("To delete"),forget:O.describe("That stay, and the stack forgets them"),import:O.describe("That are there, and the stack takes them over"),read:O.describe("To read"),same:O.describe("Unchanged")}),ts=l.strictObject({resources:es.describe("By operation: Pulumi's resources in the live tier, releases and backing resources offline"),objects:l.strictObject({created:O.describe("To create"),changed:O.describe("To change, be it only in noise"),deleted:O.describe("To delete"),unchanged:O.describe("Unchanged"),kept:O.describe("That leave a release and stay in the cluster"),renamed:O.describe("One goes, and one that is the same but for its name comes")}).describe("Of all releases, without hooks and CRDs"),hooks:O.describe("That will run"),drift:O.describe("Live objects that are not as they were applied"),findings:l.strictObject({...Nr,waived:O.describe("Known and accepted")}).describe("Waived ones count as waived only"),risks:l.strictObject(Nr).describe("By severity")}).describe("How many of what the plan holds"),ns=l.strictObject({operation:l.enum(["create","update","replace","delete","forget","same","read","import"]).describe("forget: it leaves the state, and what it stands for stays"),urn:l.string().describe("Pulumi's name for the resource"),type:l.string().describe("kubernetes:helm.sh/v3:Release"),kind:l.string().describe("Release"),name:l.string().describe("The last part of the URN"),changedKeys:v(l.string()).describe("Changed inputs: values.replicaCount"),replaceKeys:v(l.string()).describe("Those of them that force a replacement"),order:l.enum(["create-first","delete-first"]).nullable().describe("Of a replacement: which of the two comes first; else null")}).describe("What Pulumi would do with one resource"),rs=l.strictObject({id:l.string().describe("secret/shop/login; Pulumi's name for one that the stack no longer has"),kind:l.string().describe("Secret, Bucket"),name:l.string().describe("shop/login; of an auto-named one without what Pulumi adds"),operation:We,order:l.enum(["create-first","delete-first"]).nullable().describe("Of a replacement: which of the two comes first; else null"),fields:v(K).describe("What changes in it")}).describe("A resource that Pulumi keeps itself"),os=Object.keys(lt),is=Object.entries(lt).map(([e,t])=>`${e}: ${t}`).join(". "),ss=l.strictObject({id:l.enum(os).describe(`As --deny takes it. ${is}.`),severity:bn.describe("error: up would fail or destroy what it should not; the plan is refused"),release:l.string().nullable().describe("Key; null for backing resources and the stack as a whole"),object:U.nullable().describe("Null if it is of no object"),place:ue.describe("Where in the object; no steps if it is the object as a whole"),message:l.string().describe("What will happen and what that means"),hint:l.string().nullable().describe("What to do")}).describe("What may go wrong in what will happen"),as=l.strictObject({id:l.string().describe("Of a backing resource, or the key of a release"),kind:l.string().describe("Release, Secret"),name:l.string().describe("Without what Pulumi adds"),operation:We}).describe("A release or a backing resource"),ls=l.strictObject({from:l.string().describe("Id of the node that needs the other"),to:l.string().describe("Id of the other")}).describe("`from` needs `to`"),xd=l.strictObject({version:l.literal(1).describe("Of this document"),tier:l.enum(["offline","live"]).describe("offline: two versions of the stack file, rendered with placeholders; no cluster and no secrets. live: what the cluster was given last, against what it would be given."),project:l.string().describe("name: of the stack file"),stack:l.string().describe("Of Pulumi"),directory:l.string().describe("The stack directory, relative to the root of the repository, else to the working directory"),base:l.strictObject({ref:l.string().describe("As it was given: origin/main"),commit:l.string().describe("Its commit"),behind:O.describe("Commits of the base that are not in what is previewed")}).nullable().describe("What the offline tier compares with; null in the live tier"),cluster:l.strictObject({identifier:l.string().describe("As in the stack file"),kubeVersion:l.string().describe("That charts are rendered for")}).describe("Where it would be applied"),counts:ts,steps:v(ns).describe("In the engine's order, unchanged ones left out. Empty offline"),releases:v(Br).describe("All of the stack, and those that it no longer has"),backing:v(rs).describe("Namespaces, Secrets, CA bundles, ExternalSecrets, buckets, accounts, rights"),findings:l.array(yn).describe("Of the contract gate and of the plan itself (plan/\u2026), errors first; waived ones included"),unjudged:l.array(kn).describe("Rules that lacked a fact. They never count as kept"),risks:v(ss).describe("Gravest first"),verdict:l.strictObject({outcome:l.enum(["no-changes","changes","refused"]).describe("refused: up would not be let through"),reasons:v(l.string()).describe("Why it is refused, one sentence each")}).describe("Whether it may be applied"),digest:l.string().describe("sha256:\u2026 over what would be done, as `up --expect-digest` takes it"),graph:l.strictObject({nodes:v(as).describe("Releases and backing resources"),edges:v(ls).describe("What needs what")}).describe("The stack as a graph"),gaps:v(l.string()).describe("What the plan does not know, and why"),timings:l.record(l.string(),l.number().min(0).describe("Milliseconds")).describe("By phase; phases may overlap")});function Wr(e){return{version:1,...e,counts:ee(e),releases:e.releases.map(Ir),backing:e.backing.map(t=>({...t,fields:q(t.fields)})),findings:e.findings,unjudged:e.unjudged,risks:e.risks.map(t=>({...t,place:fe(t.place)}))}}var b={reasons:0,releases:1,errors:2,risks:3,risky:4,riskyDiffs:5,deleted:6,changed:7,created:8,changedDiffs:9,createdDiffs:10,deletedDiffs:11,warnings:12,hooks:13,crds:14,drift:15,surroundingDiffs:16,graph:17,unchanged:18,notices:19};var Er=yo(ko(),1);var cs=500;function X(e,t,n=()=>""){return e.length===0?null:{rank:t,name:"diff",size:e.reduce((r,o)=>r+us(o),0),lines:()=>["",...de("diff",e.flatMap(r=>[`@@ ${ds(r,n(r))} @@`,...ms(r)]))]}}function Ge(e,t,n){return{rank:n,name:"diff",size:he(e),lines:()=>{let r=dt(e);return["",`<details><summary>${x(r.length,"line")}</summary>`,"",...de("diff",ct(t,r)),"","</details>"]}}}var ds=({place:e},t)=>S(N(e)+(t===""?"":` (${t})`),cs);function ms(e){let{change:t,secret:n,before:r,after:o,lines:i}=e;return n&&t==="changed"?[`! ${ke} changes`]:n?[`${t==="added"?"+":"-"} ${ke}`]:i!==null?i.map(ps):[...t==="added"?[]:ct("-",dt(r)),...t==="removed"?[]:ct("+",dt(o))]}var ct=(e,t)=>t.map(n=>`${e} ${Ee(n)}`),Ee=e=>e.replaceAll(/[^\P{Cc}\t]|[\p{Cf}\u2028\u2029]/gu,t=>`\\u{${t.codePointAt(0)?.toString(16)}}`);function ps(e){switch(e.mark){case"same":return`  ${Ee(e.text)}`;case"added":return`+ ${Ee(e.text)}`;case"removed":return`- ${Ee(e.text)}`;case"skipped":return`  \u2026 ${x(e.count,"unchanged line")}`}}function dt(e){return(typeof e=="string"?e.includes(`
`):typeof e=="object"&&e!==null)?(0,Er.stringify)(e,{lineWidth:0,aliasDuplicateObjects:!1}).trimEnd().split(`
`):[se(e)]}var us=({secret:e,before:t,after:n,lines:r})=>e?ke.length:r===null?he(t)+he(n):r.reduce((o,i)=>o+(i.mark==="skipped"?0:i.text.length),0);function he(e){return typeof e=="string"?e.length:Array.isArray(e)?e.reduce((t,n)=>t+he(n),0):ie(e)?Object.entries(e).reduce((t,[n,r])=>t+n.length+he(r),0):1}var fs=100,hs={rank:b.risky,diff:b.riskyDiffs},ze={rank:b.deleted,diff:b.deletedDiffs},Y={rank:b.changed,diff:b.changedDiffs},Gr={rank:b.created,diff:b.createdDiffs};function zr(e){let t=new Set(e.risks.flatMap(({release:n,object:r})=>r===null?[]:[Hr(n,r)]));return[ws(e.backing),...e.releases.map(n=>gs(n,t,e))]}var Hr=(e,t)=>`${e} ${ye(t)}`;function gs(e,t,{tier:n}){let{key:r,operation:o,objects:i}=e,s=Oe(e,n),a=we(H(i)),d=[D[o],a,s].filter(m=>m!=="").join("; ");return{title:`Changes of <b>${Ke(r,fs)}</b>: ${Ke(d)}`,head:[],items:i.filter(({change:m})=>m!=="unchanged").map(m=>ys(m,t.has(Hr(r,m.object))?hs:bs[m.change])),name:"object"}}var bs={deleted:ze,renamed:Y,kept:ze,changed:Y,created:Gr,unchanged:Y};function ys(e,t){let{fields:n,folded:r,template:o}=e,i=le(r),s=[te[e.change].word,...n.length===0?[]:[x(n.length,"field")],...i===""?[]:[`folded: ${i}`],...o===null?[]:[j(o)]];return{rank:t.rank,lines:["",`${j(ae(e))} ${s.join(" \xB7 ")}`],detail:ks(e,t.diff)}}function ks({change:e,content:t,fields:n},r){return e==="created"?Ge(t,"+",r):e==="deleted"?Ge(t,"-",r):e==="kept"?Ge(t," ",r):X(n,r)}function ws(e){let t=e.filter(({operation:n})=>n!=="same");return{title:`Changes of <b>resources besides the releases</b>: ${t.length} of ${e.length}`,head:[],items:t.map(n=>{let r=$s[n.operation],o=[D[n.operation],...[ce(n),ne[n.operation]??""].filter(i=>i!=="")];return{rank:r.rank,lines:["",`${j(`${n.kind} ${n.name}`)} ${o.join(" \xB7 ")}`],detail:X(n.fields,r.diff)}}),name:"resource"}}var $s={delete:ze,forget:ze,replace:Y,update:Y,import:Y,create:Gr,same:Y};function Ur({releases:e}){let t=e.flatMap(({key:n,objects:r})=>r.filter(({change:o})=>o==="unchanged").map(o=>W([J(n),J(ae(o)),P(le(o.folded))])));return F({title:x(t.length,"unchanged object"),head:["| Release | Object | Folded |","|---|---|---|"],rows:t,name:"unchanged object"},b.unchanged)}var vs=200,Jr=600;function Vr(e,t){return["",`Digest: ${j(e.digest,100)}`,"",`Next: ${xs(e)}`,...mt(t)]}var mt=({runUrl:e})=>{let t=Kr(e);return t===null?[]:["",`[Run that made this](${t})`]};function _r({runUrl:e,reportPath:t}){let n=Kr(e),r=[...n===null?[]:[`in the [summary of the run](${n})`],...t===null?[]:[`in the file ${j(t,vs)}`]];return r.length===0?"The report in JSON has all.":`The whole report is ${r.join(", and ")}.`}function xs(e){let t=(n,...r)=>Os([n,...Ps(e),...r]);return e.verdict.outcome==="refused"?`solve what is refused, then ${t("preview")} once more.`:e.tier==="offline"?`${t("preview")} where the cluster can be reached shows what will really change there.`:e.verdict.outcome==="no-changes"?"nothing has to be done.":`${t("up","--expect-digest",e.digest)} does this, and nothing else.`}var Ps=({stack:e,directory:t})=>["--stack",e,...t==="."?[]:["--cwd",t]];function Os(e){let t=["k8s-deploy",...e.map(js)].join(" "),[n=""]=e;return t.length>Jr||S(t,Jr)!==t?j(`k8s-deploy ${n}`):j(t)}var js=e=>/^[\w@%+=:,./-]+$/.test(e)?e:`'${e.replaceAll("'","'\\''")}'`;function Kr(e){if(e===null||e.length>500||!URL.canParse(e))return null;let{protocol:t,href:n}=new URL(e);return t!=="https:"&&t!=="http:"?null:n.replaceAll(/[^\w:/?#&=%.~-]/g,r=>`%${r.charCodeAt(0).toString(16).padStart(2,"0")}`)}var Ms={error:"\u274C error",warning:"\u26A0\uFE0F warning",notice:"\u2139\uFE0F notice"},qr=({risks:e})=>F({title:"",head:[`#### ${x(e.length,"risk")}`,"","| | Risk | Where | What happens |","|---|---|---|---|"],rows:e.map(Cs),name:"risk"},b.risks);function Cs(e){let t=e.hint===null||e.hint===""?"":`<br>\u2192 ${P(e.hint)}`,n=P(At(e));return W([Ms[e.severity],J(e.id),n,`${P(e.message)}${t}`])}function Xr(e){let[t,n,r]=wn(e);return{errors:F({...t,title:"",head:[`#### Findings: ${t.title}`,"",...t.head]},b.errors),others:[F(n,b.warnings),F(r,b.notices),F($n(e),b.notices),F(vn(e),b.notices)]}}var Yr=({gaps:e})=>({title:"What this plan does not know",head:[],items:e.map(t=>({rank:b.notices,lines:[`- ${P(t)}`],detail:null})),name:"gap"});var I=60;function Zr(e){let t=ee(e),{outcome:n}=e.verdict,r=n==="refused"?"\u274C":$e(t)!==""?"\u26A0\uFE0F":n==="changes"?"\u{1F535}":"\u2705",o=Ts(e);return[`### ${r} ${P(ve(o,t))}${Ss(o)}`,"",`${Rs(o,t)}.`,"",`${P(xe(o))}. Directory: ${j(o.directory)}.`]}var Ss=({tier:e,base:t})=>e==="live"?"":` (placeholders${t===null?"":`; base ${P(`${t.ref}@${t.commit.slice(0,7)}`)}`})`;function Rs(e,t){let{objects:n,hooks:r,drift:o}=t;return[e.verdict.outcome==="no-changes"?P(Tt(e,t)):`Objects: ${n.created} to create, ${n.changed+n.renamed} to change, ${n.deleted} to delete`,...r===0?[]:[x(r,"hook")],...o===0?[]:[`${x(o,"live object")} with drift`]].join("; ")}var Ts=e=>({...e,project:S(e.project,I),stack:S(e.stack,I),directory:S(e.directory,2*I),base:e.base===null?null:{...e.base,ref:S(e.base.ref,I)},cluster:{identifier:S(e.cluster.identifier,I),kubeVersion:S(e.cluster.kubeVersion,I)}}),Qr=({verdict:e})=>({title:"",head:[e.outcome==="refused"?"**Refused:**":"**Because:**",""],items:e.reasons.map(t=>({rank:b.reasons,lines:[`- ${P(t)}`],detail:null})),name:"reason"});function eo(e){let t=[...e.releases.map(n=>Ls(n,e)),...Fs(e.backing)];return F({title:"",head:["| Release | What happens | Chart | Create | Change | Delete | Findings |","|---|---|---|--:|--:|--:|---|",...e.releases.length>1?[Ds(e)]:[]],rows:t,name:"table row"},b.releases)}function Ls(e,{findings:t}){return W([J(e.key),D[e.operation],P(Pe(e)),...to(H(e.objects)),no(t.filter(n=>n.release===e.key))])}function Ds({releases:e,findings:t}){let n=H(e.flatMap(({objects:r})=>r));return W([`**all ${x(e.length,"release")}**`,"","",...to(n),no(t)])}var to=({created:e,changed:t,renamed:n,deleted:r})=>[e,t+n,r].map(String);function Fs(e){if(e.length===0)return[];let t=(...n)=>String(e.filter(({operation:r})=>n.includes(r)).length);return[W([`${x(e.length,"resource")} besides`,"","",t("create"),t("update","replace","import"),t("delete"),""])]}function no(e){return Pt.map(t=>({severity:t,count:e.filter(n=>n.waiver===null&&n.severity===t).length})).filter(({count:t})=>t>0).map(({severity:t,count:n})=>x(n,t)).join(", ")}function ro({releases:e}){let t=e.flatMap(({key:n,hooks:r})=>r.map(o=>As(n,o)));return{title:`${x(t.length,"hook")} that will run`,head:[],items:t,name:"hook"}}function As(e,t){let{deletePolicies:n,fields:r}=t,o=n.length===0?"":` \xB7 ${P(n.join(", "))}`;return{rank:b.hooks,lines:["",`${j(e)} ${P(Lt(t))}${o}`],detail:X(r,b.surroundingDiffs)}}var Bs=["same","created"];function oo({releases:e}){let t=e.flatMap(({key:n,crds:r})=>r.filter(({state:o})=>!Bs.includes(o)).map(o=>Is(n,o)));return{title:`${x(t.length,"CRD")} that Helm leaves alone`,head:[],items:t,name:"CRD"}}var Is=(e,{name:t,state:n,fields:r})=>({rank:b.crds,lines:["",`${j(e)} ${j(t)}: ${je[n]}`],detail:X(r,b.surroundingDiffs)});function io({releases:e}){let t=e.flatMap(({key:n,drift:r})=>r.map(o=>({rank:b.drift,lines:["",`${j(n)} ${P(Ft(o))} \xB7 ${Ns[o.by]}`],detail:X(o.fields,b.surroundingDiffs,Me)})));return{title:`Drift: ${x(t.length,"live object")} not as applied last (\u2212 applied, + live)`,head:[],items:t,name:"drifted object"}}var Ns={"dry-run":"told by a dry run of the server",fields:"told by the fields of the manifest"};var pt=60,Ws=500,Es=20,Gs=60;function so(e){if(e.nodes.length===0)return null;let t=zs(e),n=new Map(t.map(({id:s},a)=>[s,`n${a}`])),o=e.edges.flatMap(({from:s,to:a})=>{let[d,m]=[n.get(s),n.get(a)];return d===void 0||m===void 0?[]:[`  ${d} --> ${m}`]}).slice(0,Ws),i=new Set(t.map(({operation:s})=>s));return{lines:["flowchart LR",...t.map((s,a)=>`  n${a}${Hs(s)}:::${s.operation}`),...o,...[...i].map(s=>`  classDef ${s} ${Js[s]}`)],hiddenNodes:e.nodes.length-t.length,hiddenEdges:e.edges.length-o.length}}function zs({nodes:e,edges:t}){if(e.length<=pt)return e;let n=new Set(e.filter(({operation:s})=>s!=="same").map(({id:s})=>s)),r=new Set(t.flatMap(({from:s,to:a})=>n.has(s)?[a]:n.has(a)?[s]:[])),o=e.filter(({id:s})=>n.has(s)||r.has(s));return o.length>0&&o.length<=pt?o:(n.size>0?e.filter(({id:s})=>n.has(s)):e).slice(0,pt)}function Hs({kind:e,name:t,operation:n}){let[r,o]=Us.get(e)??["[","]"],i=`${S(e,Es)} ${S(t,Gs)}`,s=n==="same"?"":`<br/>${D[n]}`;return`${r}"${Vs(i)}${s}"${o}`}var Us=new Map([["Release",["[[","]]"]],["Namespace",["[/","/]"]],["Secret",["{{","}}"]],["ExternalSecret",["{{","}}"]],["SecretStore",["{{","}}"]],["ConfigMap",["[\\","\\]"]],["Bucket",["[(",")]"]],["StateBucket",["[(",")]"]],["ServiceAccount",["([","])"]],["Role",["([","])"]],["RoleBinding",["([","])"]]]),Js={create:"fill:#1a7f37,stroke:#116329,color:#ffffff",update:"fill:#f2cc60,stroke:#9a6700,color:#1f2328",replace:"fill:#8250df,stroke:#512a97,color:#ffffff",delete:"fill:#cf222e,stroke:#82071e,color:#ffffff",forget:"fill:#57606a,stroke:#32383f,color:#ffffff",import:"fill:#0969da,stroke:#0550ae,color:#ffffff",same:"fill:#eaeef2,stroke:#8c959f,color:#1f2328"},Vs=e=>e.replaceAll(/(?<=^\d*)[.-]|[^\p{L}\p{N} ./_-]/gu,t=>`#${t.codePointAt(0)};`);function ut(e,{command:t,project:n,stack:r,directory:o},{limit:i,runUrl:s}){let a=[n,r].filter(p=>p!=="").map(p=>P(p,I)),d=a.length===0?"":` of ${a.join("/")}`,m=e.message.split(`
`).filter(p=>p.trim()!==""),u=(e.hint??"").split(`
`).filter(p=>p.trim()!==""),f=(p,h,y,k)=>({title:"",head:[h,""],items:k.map(g=>({rank:p,lines:[`- ${P(g)}`],detail:null})),name:y});return De({start:[e.code==="cancelled"?`### \u26AA ${t}${d} was cancelled`:`### \u274C ${t}${d} failed: ${e.code}`,"",`Directory: ${j(o,2*I)}. Nothing is known about what would be done.`],parts:[f(0,"**Why:**","line",m),f(1,"**What to do:**","hint",u)],end:mt({runUrl:s}),whole:"The log of the run has all."},i)}function He(e,{limit:t,...n}){let r=Xr(e),o=[Qr(e),eo(e),qr(e),r.errors,_s(e),...zr(e),ro(e),oo(e),io(e),...r.others,Ur(e),Yr(e)];return De({start:Zr(e),parts:o,end:Vr(e,n),whole:_r(n)},t)}function _s({graph:e}){let t=so(e),n=t===null?[]:[{rank:b.graph,lines:Ks(t),detail:null}];return{title:e.nodes.some(({operation:o})=>o!=="same")?"":"Graph of the stack",head:[],items:n,name:"graph"}}function Ks({lines:e,hiddenNodes:t,hiddenEdges:n}){let r=[...t===0?[]:[x(t,"node")],...n===0?[]:[x(n,"arrow")]],o=r.length===0?[]:["",`_Not drawn: ${r.join(" and ")}._`];return[...de("mermaid",e),"","_An arrow points to what is needed._",...o]}var ft=["json","markdown","html"];function ao(e){let t=[],n=e.flatMap(r=>{let[o="",...i]=r.split("="),s=ft.find(d=>d===o),a=i.join("=");if(s===void 0)t.push(`--report ${r}: there is no format "${o}"${Wt(o,ft)}`);else if(a==="")t.push(`--report ${r}: the file is missing`);else return[{format:s,file:qs(a)}];return[]});if(t.length===0)return n;throw new L("configuration",t.join(`
`),{hint:`--report FORMAT=FILE; formats are ${ft.join(", ")}`})}function lo(e,t,n){for(let{format:r,file:o}of e)xn({format:r,file:o},ht(t,r),n.redactor)}function ht(e,t){switch(t){case"json":return JSON.stringify(Wr(e),null,2);case"markdown":return He(e,{limit:qe,runUrl:null,reportPath:null});case"html":return Dr(e,{generatedAt:null,runUrl:null})}}import{resolve as ma}from"node:path";var Ue=(e,{characters:t,bytes:n})=>e.length<=t&&Buffer.byteLength(e)<=n,Xs=({characters:e,bytes:t})=>({characters:Math.floor(e/2),bytes:Math.floor(t/2)});function Je(e){let t=[e];for(let n=e;t.length<=4;t.push(n))n=Xs(n);return t}var Ys=65e3,Zs=262144,Qs=3,ea=2e3,ta=10;async function po(e,t){let{characters:n=Ys}=t;try{let r=await na(e,t);for(let o of Je({characters:n,bytes:Zs})){let i=ra(r,o),s=i===null?null:await oa(e,r,i);if(s!==null)return s}}catch(r){if(!(r instanceof Fe))throw r;return{kind:"not-posted",reason:r.message,hint:r.hint}}return{kind:"not-posted",reason:`the comment is too long for GitHub, even when made for a sixteenth of ${n} characters`,hint:"read the report in the job summary, or allow fewer characters"}}async function na(e,t){let{repository:n,number:r,identity:o}=t;if(o.stack!=="")return t;let[i,s]=await Promise.all([e.viewer(),Ye(e,n,r,({content:u})=>u.directory===o.directory)]),a=s.filter(({author:u})=>i!==null&&u?.id===i.id),d=new Set(a.map(({marker:u})=>u.content.stack).filter(u=>u!=="")),[m=""]=d.size===1?d:[];return{...t,identity:{...o,stack:m}}}function ra(e,t){let{body:n,identity:r,digest:o,commit:i,key:s,repository:a,number:d}=e,m=y=>{let k=On({...r,digest:o,commit:i,text:Mn(y)}),g=s===null?null:Cn(s,{repository:a,number:d},k);return`${y}

${jn(k,g)}`},u=Buffer.byteLength(m("")),f=y=>Math.max(0,y-u),p=n({characters:f(t.characters),bytes:f(t.bytes)}).toWellFormed().trim(),h=m(p);return Ue(h,t)?h:null}async function oa(e,t,n){let{repository:r,number:o,identity:i}=t,s=null;for(let a=0;;a++){let[d,m]=await Promise.all([e.viewer(),Ye(e,r,o,p=>me(p,i)||me(p,{...i,stack:""}))]),u=m.filter(({author:p,body:h})=>d===null?co(h,n):p?.id===d.id).toSorted((p,h)=>Number(me(p.marker,i))-Number(me(h.marker,i))),f=u.at(-1);if(f===void 0&&s!==null&&a>=Qs)throw s;try{if(f!==void 0){let k=co(f.body,n);return k||await uo(e,t,f,n),d!==null&&await mo(e,t,u.slice(0,-1),f.url),{kind:k?s===null?"unchanged":"created":"updated",url:f.url}}let p=`${Xe(r)}/issues/${o}/comments`,h=await e.write("POST",p,{body:n}),y=yt(h,"html_url")??"";return d===null&&await mo(e,t,ia(h,m),y),{kind:"created",url:y}}catch(p){if(!(p instanceof Fe))throw p;if(p.kind==="too-long")return null;if(!(p.kind===(f===void 0?"no-answer":"gone"))||!await e.pause(ea*2**a))throw p;s=p}}}var co=(e,t)=>e.replaceAll(`\r
`,`
`).trim()===t,ia=(e,t)=>{let n=Pn(bt(e,"user")),r=kt(e,"id");return t.filter(({author:o,id:i})=>o?.id===n?.id&&n!==null&&i!==r)},uo=(e,{repository:t},{id:n},r)=>e.write("PATCH",`${Xe(t)}/issues/comments/${n}`,{body:r});async function mo(e,t,n,r){for(let o of n.slice(-ta))try{await uo(e,t,o,`Superseded by [the comment that is kept up to date](${r}).`)}catch(i){if(!(i instanceof Fe))throw i;return}}import{randomUUID as sa}from"node:crypto";import{appendFileSync as aa}from"node:fs";var la=1024*1024;function fo(e,t){let n=[],r="",o=0;for(let[i,s]of Object.entries(t)){let a=String(s),d=(i.length+a.length)*2;if(o+d>la){n.push(`the output ${i} is left out: all outputs together may take 1 MB`);continue}o+=d;let m=`k8s-deploy-${sa()}`;r+=`${i}<<${m}
${a}
${m}
`}if(r==="")return n;try{aa(e,r)}catch(i){let{code:s,message:a}=i;n.push(`the outputs of the step cannot be written (${s??a})`)}return n}import{appendFileSync as ca,statSync as da}from"node:fs";var ho=1024*1024;function go(e,t){try{let n=da(e,{throwIfNoEntry:!1})?.size??0,r=n===0?"":`

`,o=ho-n-r.length-1,i={characters:o,bytes:o};for(let s of o>0?Je(i):[]){let a=t(s);if(Ue(a,i))return ca(e,`${r}${a}
`),{kind:"written"}}return{kind:"not-written",reason:`the job summary has no room: ${n} of ${ho} bytes are taken`}}catch(n){let{code:r,message:o}=n;return{kind:"not-written",reason:`the job summary cannot be written (${r??o})`}}}var pa=1200;function bo(e,t){let n=Ze("--comment",t),r=ma(e.cwd),o=Re(r),i=async(m,u,f)=>{let p=w=>t.redactor.redact(u(w));if(n.summaryFile!==null){let w=go(n.summaryFile,p);w.kind==="not-written"&&ge(t,`the summary of the job was not written: ${w.reason}`,null)}let h=w=>{let T=n.outputFile===null?[]:fo(n.outputFile,w);for(let A of T)ge(t,A,null)};h(f.outputs);let{client:y,digest:k}=f,g=await fa({...n,client:y},{stack:m,...o},p,k,e,t);g!==null&&h({"comment-url":g})},s=async({code:m,message:u,hint:f},p)=>{let{redact:h}=t.redactor,y=new L(m,h(u),f===null?{}:{hint:h(f)}),k=e.stack===void 0?ha(r):Te(e.stack),g={project:"",stack:k,...o,command:"preview"};await i(k,w=>ut(y,g,{limit:w,runUrl:n.runUrl}),{client:p,digest:null,outputs:{verdict:m==="cancelled"?"cancelled":"failed"}})},a=null,d=()=>{let m=new L("cancelled","cancelled: nothing was changed");a=s(m,ua(t)).catch(u=>{if(!(u instanceof L))throw u;ge(t,"the comment is as it was: it could not be changed in time",null)})};return t.signal.addEventListener("abort",d,{once:!0}),{async plan(m,u){let f=y=>u.find(k=>k.format===y)?.file,[p,h]=[f("html")??f("markdown"),f("json")];await i(m.stack,y=>He(m,{limit:y,runUrl:n.runUrl,reportPath:p??null}),{client:n.client,digest:m.tier==="live"?m.digest:null,outputs:{digest:m.digest,verdict:m.verdict.outcome,"has-changes":m.verdict.outcome!=="no-changes",...p===void 0?{}:{"report-path":p},...h===void 0?{}:{"plan-path":h}}}),t.signal.removeEventListener("abort",d)},failure:async m=>await(a??s(m,n.client))}}var ua=e=>Ze("--comment",{...e,signal:AbortSignal.any([e.force,AbortSignal.timeout(pa)])}).client;async function fa({client:e,repository:t,pullRequest:n},r,o,i,{commentLimit:s},a){if(n===null||n.headSha===null)return ge(a,"no comment: this run is not about the head of a pull request","run it on the event pull_request; the summary of the job has the report"),null;let d=await po(e,{repository:t,number:n.number,identity:r,body:o,...s===void 0?{}:{characters:s},digest:i,commit:n.headSha,key:await Sn(t,a)});return d.kind!=="not-posted"?(a.terminal.note(a.terminal.style("dim",`comment ${d.kind}: ${d.url}`)),d.url):(ge(a,`no comment: ${d.reason}`,d.hint),null)}function ge({terminal:e},t,n){e.note(`${e.style("yellow",wt.warning)} ${t}${n===null?"":`
  ${n}`}`)}function ha(e){try{let t=Le(e);return t.length===1?t[0]??"":""}catch{return""}}async function Mp(e,t){let n=e.comment?bo(e,t):null,r;try{let i=ao(e.report),s=gn(e);r=t.redactor.redactData(await ga(e,s,t)),lo(i,r,t),await n?.plan(r,i)}catch(i){throw await n?.failure($t(i,t.signal)),i}let o=e.json?"json":e.format;if(o==="text")for(let i of Bt(r,t.terminal,e))t.terminal.out(i);else t.terminal.out(ht(r,o).trimEnd());return ba(r,e)}async function ga(e,t,n){if(e.base!==void 0)return await In({...e,base:e.base,limits:t},n);let r=It(n.terminal,{planning:!0});try{let o=mn(e,n,s=>r.show(s)),{plan:i}=await hn(o,{check:e.check!==!1,limits:t},n);return i}finally{r.stop()}}function ba({verdict:e},{expectNoChanges:t}){return e.outcome==="refused"?_e.findings:t&&e.outcome==="changes"?_e.changes:0}export{Mp as preview};
