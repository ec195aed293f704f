import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{a as xt}from"./chunk-YIZTOE54.js";import{a as wt}from"./chunk-QHIE3NUG.js";import{a as _e,b as st,c as ut,d as ht,e as kt,f as bt,g as $t}from"./chunk-ECWOHDLK.js";import{a as dt,b as ct,c as pt,d as mt}from"./chunk-DDTATGBO.js";import"./chunk-2CTXE3F2.js";import{a as vt}from"./chunk-K2PPBVFD.js";import"./chunk-HYGTIM53.js";import"./chunk-YWR6RXSN.js";import{a as yt}from"./chunk-PRBOBZKZ.js";import"./chunk-IRHWGSTF.js";import{a as at}from"./chunk-T4FZCFGQ.js";import"./chunk-A6QB7VRJ.js";import"./chunk-D3L5WXBT.js";import{i as V}from"./chunk-44XNRB3X.js";import"./chunk-YUVGQQTI.js";import{a as Ke}from"./chunk-E2TAJHQT.js";import{a as ft}from"./chunk-GP4GLRMM.js";import"./chunk-K3IAZZXU.js";import"./chunk-6HFQTQLV.js";import{a as Qe,n as Z,o as tt,s as nt,t as rt,u as ot}from"./chunk-CB4E4KQE.js";import"./chunk-3QSYV5H3.js";import"./chunk-EFRWQ6KP.js";import"./chunk-COZXXE4E.js";import"./chunk-REELR7XS.js";import{k as it}from"./chunk-R7MGLKRX.js";import"./chunk-SNY3F3WU.js";import"./chunk-2UKRVBYE.js";import"./chunk-7KDUCVSF.js";import{a as gt}from"./chunk-WPTZFB63.js";import"./chunk-H6KKPAL2.js";import{h as lt}from"./chunk-BOYRK75O.js";import"./chunk-DF54FTLN.js";import"./chunk-BP3DGWCH.js";import"./chunk-SVUDFTTP.js";import"./chunk-JET2ASKE.js";import"./chunk-HVJLQYNM.js";import"./chunk-B6DUQLX2.js";import"./chunk-JF74JEUG.js";import"./chunk-BBO7FYHS.js";import{c as Ie}from"./chunk-MTNS6RCG.js";import"./chunk-SY22A7FP.js";import"./chunk-7IQAENMT.js";import"./chunk-XJPNXWQ3.js";import"./chunk-SYRGO7MT.js";import"./chunk-65DX65GA.js";import{a as z,b as Ye}from"./chunk-QIQTDCE3.js";import"./chunk-B6BPIFQI.js";import"./chunk-IEVRNBS3.js";import"./chunk-S5R6MQAA.js";import{d as Xe,f as Je}from"./chunk-Y24M7ZO2.js";import"./chunk-I5IOZQW3.js";import"./chunk-6ASII4OU.js";import"./chunk-N5RPQ3KY.js";import{a as He,b as Ue,c as qe}from"./chunk-H5GFV3JB.js";import"./chunk-M5XTFAVL.js";import"./chunk-SLU3SJR4.js";import"./chunk-KG6O4U2S.js";import"./chunk-T47XEQKS.js";import{b as De}from"./chunk-MCAN3NTD.js";import{a as Q}from"./chunk-O4RKQASG.js";import{a as Te}from"./chunk-OLAEDTAF.js";import"./chunk-4XFSIXSI.js";import{a as ye,b as A,c as G,d as ke,e as be,f as $e,g as ve,h as we,i as xe,j as Me,k as Pe,m as Se,n as Oe,o as Ce,p as je,r as Re,s as Le,u as Be,v as K,w as W}from"./chunk-MVCR7VNT.js";import"./chunk-S42ZZTFN.js";import"./chunk-IOMAX7BM.js";import"./chunk-YJUPPXVW.js";import{a as ge,b as he}from"./chunk-ZSWOYYB7.js";import{a as I}from"./chunk-QFJJZHZC.js";import"./chunk-RCMZCRPZ.js";import{h as F,n as fe}from"./chunk-LFBUL5XT.js";import{a as me,b as ue,c as B}from"./chunk-Y634N3SF.js";import"./chunk-FF2TZG5H.js";import"./chunk-SIKQDMTB.js";import"./chunk-GSOM3S2J.js";import{a as Ee}from"./chunk-OJYWPARW.js";import"./chunk-OP7GBDDN.js";import"./chunk-SHUG4MAX.js";import"./chunk-DOT5DGFN.js";import"./chunk-AFFR6NAI.js";import{c as N}from"./chunk-AGSICPUA.js";import"./chunk-NCMGLFE3.js";import"./chunk-MKWR3EKD.js";import"./chunk-T4BOZ4RX.js";import"./chunk-653OSRCW.js";import"./chunk-CEXPZCBQ.js";import"./chunk-ZGJU5YU6.js";import"./chunk-I7ROIOOV.js";import"./chunk-C3WV2V7Z.js";import{e as Ze,f as et}from"./chunk-Q2FLYZ5P.js";import"./chunk-PQDWGAZD.js";import"./chunk-MEXAWPF4.js";import"./chunk-IAVKRKNX.js";import"./chunk-NEKKBZNY.js";import"./chunk-ZHLRMBOV.js";import{d as Fe}from"./chunk-EFESVSIY.js";import{a as Ve}from"./chunk-M3SKEERW.js";import{a as Ne,b as Ae,c as Ge}from"./chunk-5NBNW52T.js";import"./chunk-FEA7YUUP.js";import"./chunk-IGSAANBY.js";import{m as ze}from"./chunk-HI773A2V.js";import"./chunk-TL7SBHSB.js";import"./chunk-GSIN5F6U.js";import"./chunk-QCP4JPKK.js";import"./chunk-3VDHPO4P.js";import"./chunk-SXDL3D4Z.js";import"./chunk-27QENPKV.js";import{k as We}from"./chunk-AEKXWBJW.js";import"./chunk-2QLJNXP6.js";import"./chunk-LLP24TH5.js";import"./chunk-KE5YEJC7.js";import"./chunk-HHBLTIFQ.js";import"./chunk-23OJNVW2.js";import{c as pe}from"./chunk-RRAKWNRX.js";import{a as Y}from"./chunk-6DUBWQO2.js";import{a as _,b as D}from"./chunk-5RDCVUJE.js";import"./chunk-6NMWEFLI.js";import"./chunk-ML3TB5K5.js";import{resolve as Un}from"node:path";import{execFile as Ln}from"node:child_process";import{existsSync as Bn,mkdirSync as Tn,mkdtempSync as Dn,rmSync as Mt}from"node:fs";import{tmpdir as Fn}from"node:os";import{join as H,resolve as En}from"node:path";import{promisify as In}from"node:util";var Nn=6e4;async function Pt(e,t,n){let r=An(En(e),t,n),o=(await r("rev-parse","--verify","--end-of-options",`${t}^{commit}`)).trim(),a=await r("merge-base",o,"HEAD").then(w=>w.trim(),()=>null),i=a===null?0:Number((await r("rev-list","--count",`${a}..${o}`)).trim()),l=(await r("rev-parse","--show-prefix")).trim(),d=a??o,c={ref:t,commit:d,behind:i},p=a===null?[`the checkout does not reach the commit at which it left ${t}, so it is compared with ${t} as it is now; check out with fetch-depth: 0`]:[];if(!(l===""||(await r("ls-tree","-d","--full-tree","--name-only",d,"--",l.slice(0,-1))).trim()!==""))return{base:c,directory:null,gaps:p,remove:()=>{}};let f=Dn(H(Fn(),"k8s-deploy-base-")),k=()=>Mt(f,{recursive:!0,force:!0});try{let w=H(f,"base.tar"),$=H(f,"tree");Tn($);let u=(await r("rev-parse","--show-toplevel")).trim();return await r("-C",u,"archive","--format=tar",`--output=${w}`,`${d}:${l}`),await Fe({file:w,cwd:$,strict:!0}),Mt(w),{base:c,directory:Bn(H($,"deploy.yaml"))?$:null,gaps:p,remove:k}}catch(w){throw k(),w}}function An(e,t,n){return async(...r)=>{try{let{stdout:o}=await In(Ln)("git",r,{cwd:e,signal:n,timeout:Nn});return o}catch(o){throw n.aborted?new D("cancelled","cancelled while git was asked",{cause:o}):new D("configuration",`cannot compare ${e} with ${pe(t)}: git ${r.find(a=>/^[a-z]/.test(a))??""} failed`,{cause:o,hint:"name a commit or branch that the checkout has, and fetch it first; in a workflow, check out with fetch-depth: 0"})}}}function Ot(e,t){let n=new Map(e.map(o=>[St(o),o])),r=new Map(t.map(o=>[St(o),o]));return[...new Set([...r.keys(),...n.keys()])].flatMap(o=>Gn(n.get(o),r.get(o)))}var St=({kind:e,namespace:t,name:n,object:r})=>JSON.stringify([me(r?.apiVersion??""),e,t,n]);function Gn(e,t){let n=t??e;if(n===void 0||n.object===null)return[];let{kind:r,apiVersion:o}=n.object,a=n.namespace===null?n.name:`${n.namespace}/${n.name}`,i={id:`${r.toLowerCase()}/${a}`,kind:r,name:a,order:null};if(e===void 0)return[{...i,operation:"create",fields:[]}];if(t===void 0)return[{...i,operation:"delete",fields:[]}];let{fields:l}=V(e.object?.manifest??null,n.object.manifest,{kind:r,apiVersion:o});return[{...i,operation:l.length===0?"same":"update",fields:l}]}function ee(e,t){let n=new Map(e.map(o=>[o.id,o])),r=new Map(t.map(o=>[o.id,o]));return[...new Set([...r.keys(),...n.keys()])].flatMap(o=>Wn(n.get(o),r.get(o)))}var U=({source:e,shape:t,transforms:n})=>JSON.stringify([e,t,n]);function Wn(e,t){let n=t??e;if(n===void 0)return[];let r="namespace"in n?`${n.namespace}/${n.name}`:null;return(n.kind==="bucket"?Hn(n,e,t):zn(e,t)).map((o,a)=>({...o,name:r??o.name,id:a===0?n.id:`${o.kind.toLowerCase()}/${r??o.name}`}))}function zn(e,t){let n=r=>r===void 0?[]:gt({backing:[r]});return Ot(n(e),n(t)).map(r=>{if(e===void 0||t===void 0)return r;let o=[...r.fields,...Vn(e,t,r.fields)];return o.length===0?r:te(t)?{...r,operation:"replace",order:"create-first",fields:o}:{...r,operation:"update",fields:o}})}function Vn(e,t,n){return e.kind!=="secret"||t.kind!=="secret"?[]:Object.entries(t.data).flatMap(([r,o])=>{let a=e.data[r];return typeof o=="string"||a===void 0||typeof a=="string"?[]:U(a)===U(o)||n.some(({place:l})=>l[1]===r)?[]:[{place:["stringData",r],change:"changed",secret:!0,before:null,after:null,lines:null}]})}var te=e=>e.kind==="caBundle"||e.kind==="secret"&&e.autoName;function Hn({id:e,bucket:t},n,r){let o={id:e,kind:"StateBucket",name:t,order:null,fields:[]};if(n===void 0)return[{...o,operation:"create"}];if(r===void 0)return[{...o,operation:"forget"}];let{fields:a}=V(Ct(n),Ct(r),{kind:o.kind,apiVersion:""});return[{...o,operation:a.length===0?"same":"update",fields:a}]}var Ct=({id:e,kind:t,...n})=>n;async function Lt(e,t){let n=kt(),r=Un(e.cwd),o=await yt("auto",t.environment),a=()=>{o.close()};t.signal.addEventListener("abort",a,{once:!0});try{let i=await n.timed("base",async()=>await Pt(r,e.base,t.signal));try{let l=await o.renderer;return await qn(i,{options:e,io:t,watch:n,directory:r,renderer:l,noted:new Set})}finally{i.remove()}}finally{t.signal.removeEventListener("abort",a),await o.close()}}async function qn(e,t){let{options:n,io:r,watch:o,directory:a,renderer:i}=t,l=await o.timed("render",async()=>await Bt(a,n.stack,null,t)),[d,c]=await o.timed("base",async()=>await Xn(e,l,t)),{stack:p,loaded:b,charts:f}=l,k=n.check===!1?{findings:Jn(l),unjudged:[]}:await o.timed("check",async()=>await ht({loaded:b,stack:p,charts:f,version:null},i,r)),w=[...new Set([l,d].flatMap($=>$?.stack.releases.map(({key:u})=>u)??[]))];return st({tier:"offline",stack:p,...ft(a),base:e.base,cluster:{identifier:p.cluster.identifier,kubeVersion:l.kubeVersion},steps:[],counts:Qe,releases:w.map($=>Kn($,d,l)),backing:ee(d?.stack.backing??[],p.backing),check:k,renders:new Map([...l.renders.of].map(([$,{placeholders:u}])=>[$,u])),limits:n.limits,gaps:[...e.gaps,...c,...mt(await pt(i,p,f)),...ct(l.renders.of)],timings:o.timings()})}async function Xn({directory:e,base:{ref:t}},n,r){try{if(e===null||!Yn(e,n.stack.stack))return[null,[]];let o=await Bt(e,n.stack.stack,n.stack,r),a=[...o.renders.failures.keys()];return[o,a.map(i=>`release ${i} does not render in ${t}, so that all of it is shown as new`)]}catch(o){if(!(o instanceof D)||o.code!=="configuration")throw o;return[null,[`${t} cannot be rendered, so that everything is shown as new: ${o.message}`]]}}var Jn=({stack:e,renders:t})=>[...t.failures].map(([n,r])=>{let o=e.releases.find(i=>i.key===n)?.values??{},a=at(He(o,e),null);return it(n,e.stack,{...r,message:a(r.message)})}),Yn=(e,t)=>{let{names:n}=Ae(e);return n.length===0||n.includes(Ne(t))};async function Bt(e,t,n,{options:r,io:o,renderer:a,noted:i}){let l=Ge({directory:e,stack:t,systems:ze}),d=Ve(l);Xe(d,o.redactor);let c=await Ze(d.releases,{directory:e,reveal:ot({directory:e,stack:d.stack,environment:o.environment,learn:o.redactor.learn}),registries:et(l),mirrors:rt(r,o),signal:o.signal,onProgress:f=>{i.has(f)||(i.add(f),o.terminal.note(o.terminal.style("dim",f)))}}),p=d.cluster.kubeVersion??lt,b=await dt(a,{directory:e,stack:d,charts:c,kubeVersion:p,apiVersions:l.document.cluster.apiVersions,isUpgrade:()=>!0,revision:()=>null,stand:n===null?null:_n(d,n)});return Je([...b.of.values()].flatMap(({objects:f})=>f),o.redactor),{stack:d,loaded:l,charts:c,kubeVersion:p,renders:b}}function _n(e,t){let n=new Set(ee(e.backing,t.backing).flatMap(({id:r,operation:o})=>o==="replace"||o==="update"?[r]:[]));return{secret:qe,property:(r,o)=>{let a=n.has(r.id);return o==="resourceVersion"?a?"(before)":"0":a&&te(r)&&"name"in r?`${r.name}-00000000`:Ue(r)}}}function Kn(e,t,n){let[r,o]=[jt(e,t),jt(e,n)],a=o?.release??r?.release,i=o?.chart??null;return{key:e,name:a?.name??e,namespace:a?.namespace??"",system:a?.system??null,operation:Qn(r,o),chart:i,chartBefore:r?.chart??null,record:null,before:r?.placed??z,after:o===null?z:o.placed??r?.placed??z,skipCrds:a?.skipCrds??!1,live:new Map,step:null,values:{before:r?.values??null,after:o?.values??null}}}function jt(e,t){let n=t?.stack.releases.find(o=>o.key===e);if(t===null||n===void 0)return null;let r=t.renders.of.get(e);return{release:n,chart:ut(n,t.charts),values:r?.values??null,placed:r===void 0?null:Ye(r.objects,n.namespace,()=>null)}}function Qn(e,t){return t===null?"delete":e===null?"create":e.release.name!==t.release.name||e.release.namespace!==t.release.namespace?"replace":Rt(e)===Rt(t)?"same":"update"}var Rt=({release:e,chart:t,values:n})=>{let r=We({backing:[],releases:[e]});return JSON.stringify([Zn(e),t?.digest,n,r.map(U)])},Zn=({timeoutSeconds:e,maxHistory:t,atomic:n,wait:r,waitForJobs:o,skipCrds:a})=>({timeoutSeconds:e,maxHistory:t,atomic:n,wait:r,waitForJobs:o,skipCrds:a});import{createHash as Yr}from"node:crypto";function Ft({releases:e}){let t=new Set,n=new Map,r=new Map,o=(a,i)=>r.has(a)||r.set(a,i);for(let a of e){let i=Tt(t,["release",a.key],null);n.set(a,i),o(a.key,i)}for(let{key:a,objects:i,hooks:l}of e)for(let d of[...i,...l]){let{kind:c,name:p,namespace:b}=d.object,f=Tt(t,[a,c,p],b);n.set(d,f),o(ne(a,d.object),f),"before"in d&&d.before!==null&&o(ne(a,d.before),f)}return{of:a=>n.get(a)??"",release:a=>r.get(a)??null,object:(a,i)=>r.get(ne(a,i))??null}}var ne=(e,t)=>`${e}
${ue(t)}`;function Tt(e,t,n){let r=Dt(t),o=n===null?r:Dt(t.toSpliced(-1,0,n)),a=e.has(r)?o:r;for(let i=2;e.has(a);i++)a=`${o}~${i}`;return e.add(a),a}var Dt=e=>e.map(t=>encodeURIComponent(t.toWellFormed())).join("/");function E(e){return typeof e=="string"&&e.includes(`
`)?e:oe(e).join(`
`)}function oe(e){return Et(e)?Y(e)?er(e):e.flatMap(tr):typeof e=="string"?rr(e):[Q(e)]}var Et=e=>Array.isArray(e)?e.length>0:Y(e)&&Object.keys(e).length>0,er=e=>Object.entries(e).flatMap(([t,n])=>{let r=It(t),[o="",...a]=oe(n);return Et(n)?[`${r}:`,...[o,...a].map(re)]:[`${r}: ${o}`,...a.map(re)]});function tr(e){let[t="",...n]=oe(e);return[`- ${t}`,...n.map(re)]}var re=e=>e===""?"":`  ${e}`,nr=/^[^\s\p{C}](?:[^\p{C}]|[\n\t])*$/u;function rr(e){if(!e.includes(`
`)||!nr.test(e)||e.endsWith(`

`))return[It(e)];let t=e.endsWith(`
`);return[t?"|":"|-",...(t?e.slice(0,-1):e).split(`
`)]}var or=/^[-?:](?:\s|$)|:\s|:$|\s#|^(?:---|\.\.\.)|^0[xo][\da-f]+$|^[-+]?\.(?:inf|nan)$/i,It=e=>or.test(e)?JSON.stringify(e):Q(e);var j=class e{#e;constructor(t){this.#e=t}static trusted(t){return new e(t)}toString(){return this.#e}};function s(e,...t){let n=ar(e),r=n[0]??"";return t.forEach((o,a)=>{r+=At(o)+(n[a+1]??"")}),j.trusted(r)}var Nt=new WeakMap;function ar(e){let t=Nt.get(e);if(t!==void 0)return t;let n=e.map(r=>r.replaceAll(/\s*\n\s*/g,`
`));return Nt.set(e,n),n}function At(e){return e===null?"":typeof e=="string"?lr(e):typeof e=="number"?String(e):e instanceof j?e.toString():e.map(At).join("")}var ir={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},sr=/[&<>"']|(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,lr=e=>e.toWellFormed().replaceAll(sr,t=>ir[t]??`\u27E8U+${dr(t)}\u27E9`),dr=e=>(e.codePointAt(0)??0).toString(16).toUpperCase().padStart(4,"0");var Gt=/[\p{L}\p{N}\p{M}_.\uD800-\uDFFF]/u;function Wt(e,t){let n=Math.min(e.length,t.length),r=0;for(;r<n&&e[r]===t[r];)r++;for(;r>0&&(q(e,r)||q(t,r));)r--;let o=0;for(;o<n-r&&e[e.length-1-o]===t[t.length-1-o];)o++;for(;o>0&&(q(e,e.length-o)||q(t,t.length-o));)o--;if(e===t||r+o<Math.max(1,n/cr))return null;let a=i=>({start:i.slice(0,r),differs:i.slice(r,i.length-o),end:i.slice(i.length-o)});return[a(e),a(t)]}var cr=4,q=(e,t)=>Gt.test(e[t-1]??" ")&&Gt.test(e[t]??" ");function zt(e){return s`<div class="text">${pr(e).map(ur)}</div>`}function Vt(e,t){return Ht(e?.split(`
`)??[],t?.split(`
`)??[])}function pr(e){let t=[];for(let n of e){let r=t.at(-1),o=r?.at(-1);r!==void 0&&o!==void 0&&mr(o,n)?r.push(n):t.push([n])}return t}function mr(e,{mark:t}){return t==="skipped"||e.mark==="skipped"?!1:t==="same"||e.mark==="same"?t===e.mark:!(e.mark==="added"&&t==="removed")}function ur(e){let t=a=>e.flatMap(i=>i.mark!=="skipped"&&i.mark===a?[i.text]:[]),n=e.reduce((a,i)=>a+(i.mark==="skipped"?i.count:0),0);if(n>0)return s`<p class="skipped">${n} unchanged ${n===1?"line":"lines"}</p>`;let r=t("same");if(r.length===0)return Ht(t("removed"),t("added"));let o=r.map(Ut);return s`<div class="pair same">
    <div>${o}</div>
    <div aria-hidden="true">${o}</div>
  </div>`}function Ht(e,t){let n=e.length===t.length?e.map((i,l)=>Wt(i,t[l]??"")):[],r=(i,l)=>i.map((d,c)=>fr(d,n[c]?.[l]??null)),o=e.length===0?null:s`<del>${r(e,0)}</del>`,a=t.length===0?null:s`<ins>${r(t,1)}</ins>`;return s`<div class="pair">${o}${a}</div>`}var Ut=e=>s`<span>${e}</span>`,fr=(e,t)=>t===null||t.differs===""?Ut(e):s`<span>${t.start}<b>${t.differs}</b>${t.end}</span>`;function M(e,t=()=>""){return e.length===0?null:s`<dl class="fields">${e.map(n=>gr(n,t(n)))}</dl>`}function gr(e,t){let{word:n}=be[e.change];return s`<div data-find>
    <dt>${qt(e.place)} <small>${n}${t===""?"":` ${t}`}</small></dt>
    <dd>${hr(e)}</dd>
  </div> `}function hr({change:e,secret:t,before:n,after:r,lines:o}){return t?s`<p class="secret">Its value is a secret and is not shown.</p>`:o!==null?zt(o):Vt(e==="added"?null:E(n),e==="removed"?null:E(r))}var qt=e=>e.length===0?null:s`<code>${I(e)}</code>`;function Xt(e){if(e.length===0)return null;let t=e.flatMap(n=>n.places.map(r=>s`<li>${qt(r)}</li>`));return s`<details class="folded" data-find>
    <summary>Not told one by one: ${je(e)}</summary>
    <ul>
      ${t}
    </ul>
  </details>`}var P=({mark:e,style:t,word:n})=>s`<span class="sign ${t}"><span aria-hidden="true">${e}</span> ${n}</span>`,R=e=>P({...N[e],word:A[e]}),yr={error:{mark:"\u2715",style:"red",word:"error"},warning:{mark:"!",style:"yellow",word:"warning"},notice:{mark:"i",style:"cyan",word:"notice"}},ae=e=>P(yr[e]),X=e=>s`<a href="#${e}">link</a>`;function Jt({backing:e}){let t=e.filter(({operation:o})=>o!=="same"),n=e.filter(({operation:o})=>o==="same"),r=o=>s`<ul class="plain">
      ${o.map(kr)}
    </ul>`;return s`${t.length===0?null:r(t)}${n.length===0?null:s`<details class="rest" data-find>
          <summary>${n.length} unchanged</summary>
          ${r(n)}
        </details>`}`}function kr(e){let{kind:t,name:n,operation:r,fields:o}=e,a=[K(e),W[r]??""].filter(i=>i!=="");return s`<li data-find>
    <p>${R(r)} <b>${t} ${n}</b> <small>${a.join("; ")}</small></p>
    ${M(o)}
  </li> `}var Yt=({steps:e})=>s`<table>
    <thead>
      <tr>
        <th scope="col">Operation</th>
        <th scope="col">Resource</th>
        <th scope="col">Changed keys</th>
      </tr>
    </thead>
    <tbody>
      ${e.map(t=>s`<tr data-find>
            <td>${R(t.operation)}</td>
            <td>${t.kind} ${t.name}</td>
            <td>${br(t)}</td>
          </tr> `)}
    </tbody>
  </table>`;function br({changedKeys:e,replaceKeys:t,order:n}){return[...e.map(o=>t.includes(o)?`${o} (forces the replacement)`:o),...n===null?[]:[K({order:n})]].join(", ")}var _t=({gaps:e})=>s`<ul>
    ${e.map(t=>s`<li data-find>${t}</li> `)}
  </ul>`,Kt=({digest:e})=>s`<p>What was reviewed is what is applied: <code>up --expect-digest</code> refuses any other plan.</p>
    <p class="digest">
      <code id="digest-text">${e}</code> <button type="button" id="copy" hidden>Copy</button>
    </p>`;function Qt({timings:e}){let t=Object.entries(e).map(([n,r])=>s`<tr>
        <th scope="row">${n}</th>
        <td>${$r(r)}</td>
      </tr>`);return s`<table class="timings">
    <tbody>
      ${t}
    </tbody>
  </table>`}var $r=e=>`${(e/1e3).toFixed(2)} s`;var Zt=({releases:e})=>e.flatMap(({drift:t})=>t);function en({releases:e}){let t=e.filter(({drift:n})=>n.length>0);return s`<p>Not a part of the change: − is what was applied last, + what is live now.</p>
    ${t.map(({key:n,drift:r})=>s`<section data-find>
          <h3>${n}</h3>
          <ul class="plain">
            ${r.map(xr)}
          </ul>
        </section> `)}`}var vr={changed:{mark:"~",style:"magenta",word:"drifted"},missing:{mark:"-",style:"red",word:"missing"}},wr={"dry-run":"told by a dry run of the server",fields:"told by the fields that the manifest sets"};function xr({object:e,state:t,by:n,fate:r,fields:o}){return s`<li data-find>
    <p>
      ${P(vr[t])} <b>${B(e)}</b> ${Le[r]} <small>${wr[n]}</small>
    </p>
    ${M(o,Be)}
  </li> `}var tn=e=>s`<nav aria-label="Parts of the plan">
    <ul>
      ${e.filter(({body:t})=>t!==null).map(({id:t,title:n,count:r})=>s`<li>
              <a href="#${t}">${n}${r===null?null:s` <small>${r}</small>`}</a>
            </li>`)}
    </ul>
  </nav>`,nn=s`<div class="tools">
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
</div>`,rn=({id:e,title:t,count:n,body:r})=>r===null?s`<section id="${e}" class="none">
        <h2>${t}</h2>
        <p>none</p>
      </section> `:s`<section id="${e}" aria-labelledby="${e}-title">
        <h2 id="${e}-title">${t}${n===null?null:s` <small>${n}</small>`}</h2>
        ${r}
      </section> `;function on({nodes:e,edges:t}){let n=Map.groupBy(t,({from:l})=>l),r=new Map(e.map(l=>[l.id,l])),o=new Map;for(let{id:l}of e)a(l);function a(l){let d=[l],c=new Set;for(let p=d.at(-1);p!==void 0;p=d.at(-1)){let b=(n.get(p)??[]).map(({to:k})=>k).filter(k=>r.has(k)),f=b.filter(k=>!o.has(k)&&!c.has(k));if(!c.has(p)&&f.length>0){c.add(p),d.push(...f);continue}d.pop(),c.add(p),o.has(p)||o.set(p,1+Math.max(-1,...b.map(k=>o.get(k)??-1)))}}let i=[];for(let l of e)(i[o.get(l.id)??0]??=[]).push(l);return Mr(i,n)}function Mr(e,t){let n=new Map,r=({id:o})=>{let a=(t.get(o)??[]).flatMap(({to:i})=>n.get(i)??[]);return a.length===0?1/0:a.reduce((i,l)=>i+l,0)/a.length};return e.map(o=>{let a=new Map(o.map(l=>[l,r(l)])),i=o.toSorted((l,d)=>{let[c=0,p=0]=[a.get(l),a.get(d)];return c===p?0:c-p});return i.forEach(({id:l},d)=>n.set(l,d)),i})}var Pr=60,Sr=6,y={width:230,height:44,gapX:70,gapY:14};function sn(e){let t=on(e),n=e.nodes.length<=Pr&&t.length<=Sr;return s`${n?Or(e,t):null}
    <details class="rest" ${n?null:s` open`}>
      <summary>As a list</summary>
      ${Lr(e)}
    </details>`}function Or({edges:e},t){let n=new Map;t.forEach((i,l)=>i.forEach((d,c)=>n.set(d.id,{node:d,x:l*(y.width+y.gapX),y:c*(y.height+y.gapY)})));let r=t.length*(y.width+y.gapX)-y.gapX,o=Math.max(1,...t.map(({length:i})=>i))*(y.height+y.gapY)-y.gapY,a=e.map(({from:i,to:l})=>Cr(n.get(i),n.get(l)));return s`<p>What stands on the right needs what it is joined to on the left.</p>
    <div class="picture" tabindex="0" role="group" aria-label="Graph of the stack">
      <svg
        viewBox="-2 -2 ${r+4} ${o+4}"
        width="${r+4}"
        height="${o+4}"
        aria-hidden="true"
      >
        ${a}${[...n.values()].map(jr)}
      </svg>
    </div>`}function Cr(e,t){if(e===void 0||t===void 0)return null;let[n,r]=[t.x+y.width,t.y+y.height/2],[o,a]=[e.x,e.y+y.height/2],i=y.gapX/2;return s`<path
    d="M${n} ${r}C${n+i} ${r} ${o-i} ${a} ${o} ${a}"
  />`}function jr({node:e,x:t,y:n}){let{mark:r,style:o}=N[e.operation],a=e.operation==="same"?"":` ${r} ${A[e.operation]}`;return s`<g class="${o}"
    ><title>${e.kind} ${e.name}</title
    ><rect x="${t}" y="${n}" width="${y.width}" height="${y.height}" rx="6" /><text
      x="${t+12}"
      y="${n+18}"
      >${Rr(e.name)}</text
    ><text class="kind" x="${t+12}" y="${n+35}">${e.kind}${a}</text></g
  >`}var an=30,Rr=e=>e.length>an?`${e.slice(0,an-1)}\u2026`:e;function Lr({nodes:e,edges:t}){let n=new Map(e.map(({id:o,kind:a,name:i})=>[o,`${a} ${i}`])),r=Map.groupBy(t,({from:o})=>o);return s`<ul>
    ${e.map(({id:o,operation:a})=>{let i=(r.get(o)??[]).map(({to:l})=>n.get(l)??l).join(", ");return s`<li>
        ${R(a)} ${n.get(o)??o}${i===""?null:`, needs ${i}`}
      </li> `})}
  </ul>`}var dn=({risks:e},t)=>s`<ul class="cards">
    ${e.map(n=>s`<li data-find>
          ${ae(n.severity)} <code>${n.id}</code> ${pn(n,n.place,t)}
          <p>${n.message}</p>
          ${mn(n)}
        </li> `)}
  </ul>`;function cn({findings:e},t){let n=e.filter(({waiver:a})=>a===null),r=e.filter(({waiver:a})=>a!==null),o=a=>s`<ul class="cards">
      ${a.map(i=>Br(i,t))}
    </ul>`;return s`${n.length===0?null:o(n)}${r.length===0?null:s`<details class="rest" data-find>
          <summary>${r.length} waived</summary>
          ${o(r)}
        </details>`}`}function Br(e,t){let{rule:n,severity:r,path:o,message:a,source:i,alsoIn:l,waiver:d}=e,c=l.length===0?null:s`<p class="source">also in ${l.join(", ")}</p>`,p=i===null?null:s` <code>${i.file}:${i.line}:${i.column}</code>`;return s`<li data-find>
    ${ae(r)}
    <code>${n}</code> ${pn(e,o,t)}${p}
    <p>${a}</p>
    ${mn(e)}${c}${d===null?null:s`<p class="source">Waived until ${d.until}: ${d.reason}</p>`}
  </li> `}function pn({release:e,object:t},n,r){let o=[];return e!==null&&o.push(ln(e,r.release(e))),t!==null&&o.push(ln(B(t),e===null?null:r.object(e,t))),n.length>0&&o.push(s`<code>${I(n)}</code>`),s`<span class="where">${o.map((a,i)=>[i===0?null:" \xB7 ",a])}</span>`}var ln=(e,t)=>t===null?e:s`<a href="#${t}">${e}</a>`,mn=({hint:e})=>e===null||e===""?null:s`<p class="hint">→ ${e}</p>`,un=({unjudged:e})=>s`<ul>
    ${fe(e).map(({rule:t,reason:n,cases:r})=>s`<li data-find><code>${t}</code> ${n}${r>1?` (${r} cases)`:null}</li> `)}
  </ul>`;var Tr={refused:{mark:"\u2715",word:"Refused"},changes:{mark:"~",word:"Changes"},"no-changes":{mark:"\u2713",word:"No changes"}};function fn(e,t,n){let{outcome:r,reasons:o}=e.verdict,{mark:a,word:i}=Tr[r];return s`<header class="${r}">
    <h1>
      <span class="verdict"><span aria-hidden="true">${a}</span> ${i}</span>
      <span class="plan">${$e(e)}</span>
    </h1>
    <p><b class="tier">${ye[e.tier]} plan</b> ${Pe(e)}</p>
    ${o.length===0?null:s`<ul class="reasons" aria-label="Why it is refused">
            ${o.map(l=>s`<li>${l}</li>`)}
          </ul>`}
    <p class="counts">${Dr(t)}</p>
    ${Fr(t)}
    <p class="source">directory <code>${e.directory}</code>${Er(n)}</p>
  </header>`}function Dr(e){let t=ve(e.resources),n=xe(e);return[t===""?"no resource changes":`resources: ${t}`,...n===""?[]:[n]].join("; ")}var Fr=({objects:e})=>s`<ul class="tiles" aria-label="Objects in the cluster">
    ${ke.map(t=>{let{style:n,word:r}=G[t];return s`<li class="${e[t]===0?"dim":n}">
        <b>${e[t]}</b> ${r}
      </li>`})}
  </ul>`;function Er({generatedAt:e,runUrl:t}){let n=e===null?null:s` · written ${e.slice(0,16).replace("T"," ")} UTC`;return s`${n}${t===null?null:s` · ${Ir(t)}`}`}var Ir=e=>/^https?:\/\//i.test(e)?s`<a href="${e}" rel="noreferrer">the run</a>`:s`run ${e}`;function gn(e){let{document:t}=e,n=(l,d)=>t.getElementById(l)?.addEventListener("click",d),r=l=>{for(let d of t.querySelectorAll("main details"))d.open=l};n("open-all",()=>r(!0)),n("close-all",()=>r(!1));let o=()=>{let l=t.getElementById(e.location.hash.slice(1));if(l===null)return;let d=l.closest("details");for(;d!==null;d=d.parentElement?.closest("details")??null)d.open=!0;l.scrollIntoView()};e.addEventListener("hashchange",o),o();let a=t.getElementById("copy"),i=t.getElementById("digest-text");a===null||i===null||(a.hidden=!1,n("copy",()=>{e.getSelection()?.selectAllChildren(i),e.navigator.clipboard?.writeText(i.textContent).catch(()=>{})}))}function hn(e){let{document:t}=e,n=t.getElementById("find"),r=t.getElementById("found"),o=t.getElementById("tools");if(n===null||r===null||o===null)return;let a=120,i=100,l=2e3,d,c=[],p,b=()=>{let u=new Map;for(let g of t.querySelectorAll("[data-find]")){let x=g.querySelector("[data-find]")!==null,S=x?g.firstElementChild:null,m=g.parentElement?.closest("[data-find]")??null,O=(S??g).textContent.toLowerCase();u.set(g,{element:g,text:O,isGroup:x,group:m===null?null:u.get(m)??null})}return[...u.values()]},f=({group:u})=>u===null?"":`${f(u)} ${u.text}`,k=u=>{for(let g=u.closest("details");g!==null;g=g.parentElement?.closest("details")??null)g.open||c.push(g),g.open=!0},w=(u,g)=>{let{CSS:x,Highlight:S}=e;if(x.highlights===void 0||S===void 0)return;let m=[];for(let O of u){let C=t.createTreeWalker(O,4);for(let h=C.nextNode();h!==null;h=C.nextNode()){let ce=h.data.toLowerCase();for(let T of g)for(let L=ce.indexOf(T);L!==-1&&!(m.length>=l||L+T.length>h.data.length);L=ce.indexOf(T,L+T.length)){let J=t.createRange();J.setStart(h,L),J.setEnd(h,L+T.length),m.push(J)}}}x.highlights.set("found",new S(...m))},$=()=>{let u=n.value.toLowerCase().split(/\s+/).filter(m=>m!=="");for(let m of c)m.open=!1;c=[],d??=b();let g=new Set,x=[],S=[];for(let m of d){let O=f(m);if(!u.every(h=>m.text.includes(h)||O.includes(h)))continue;for(let h=m;h!==null;h=h.group)g.add(h);let C=u.some(h=>m.text.includes(h));C&&x.push(m.isGroup?m.element.firstElementChild??m.element:m.element),C&&!m.isGroup&&S.push(m.element)}for(let m of d)m.element.hidden=!g.has(m);for(let m of t.querySelectorAll("main > section")){let O=[...m.querySelectorAll("[data-find]")];m.hidden=u.length>0&&!O.some(({hidden:C})=>!C)}u.length>0&&S.slice(0,i).forEach(k),w(u.length===0?[]:x,u),r.value=u.length===0?"":`${x.length} found`};o.hidden=!1,n.addEventListener("input",()=>{e.clearTimeout(p),p=e.setTimeout($,a)}),n.value!==""&&$()}var ie=[hn,gn].map(e=>`(${String(e)})(window);`).join(`
`);var v=String.raw;var yn=v`
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
`;var kn=v`
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
`;var bn=v`
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
`;var $n=v`
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
`;var vn=v`
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
`;var wn=v`
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
`;var se=[yn,wn,$n,vn,kn,bn].join("").replaceAll(/\s+/g," ").trim();function xn({hooks:e},t){if(e.length===0)return null;let n=e.map(r=>s`<li id="${t.of(r)}" data-find>${Nr(r)}</li> `);return s`<h4 class="part">Hooks that will run, in order</h4>
    <ol class="hooks">
      ${n}
    </ol>`}function Nr({object:e,event:t,weight:n,deletePolicies:r,change:o,fields:a}){let i=o==="unchanged"?"":o==="created"?", new":", changed",l=r.length===0?"":`; delete policy ${r.join(", ")}`;return s`<p><b>${t}</b> ${B(e)} <small>weight ${n}${i}${l}</small></p>
    ${M(a)}`}function Mn({crds:e}){return e.length===0?null:s`<h4 class="part">CRDs</h4>
    <ul class="plain">
      ${e.map(t=>s`<li data-find>
            <p>${Gr(t)} <b>${t.name}</b> ${Re[t.state]}</p>
            ${M(t.fields)}
          </li> `)}
    </ul>`}var Ar={created:{mark:"+",style:"green"},same:{mark:"=",style:"dim"},outdated:{mark:"!",style:"yellow"},missing:{mark:"!",style:"yellow"},unknown:{mark:"?",style:"dim"}},Gr=({state:e})=>P({...Ar[e],word:e});var Wr=["changed","renamed","created","deleted","kept"];function Pn({objects:e},t){let n=a=>e.filter(i=>i.change===a).map(i=>zr(i,t)),r=n("unchanged"),o=s`<details class="rest" data-find>
    <summary>${F(r.length,"unchanged object")}</summary>
    ${r}
  </details>`;return s`${Wr.flatMap(n)}${r.length===0?null:o}`}function zr(e,{anchors:t,isOpen:n}){let{change:r,template:o,fields:a,content:i,folded:l}=e,d=t.of(e),c=s`${P(G[r])}
    <h4>${Ce(e)}</h4>
    ${Vr(e)}`,p=o===null?null:s` from <code>${o}</code>`;if(a.length===0&&l.length===0&&i===null)return s`<div class="object bare" id="${d}" data-find>${c}</div> `;let b=n&&a.length>0?s` open`:null;return s`<details class="object" id="${d}" ${b} data-find>
    <summary>${c}</summary>
    <div class="body">
      <p class="source">${X(d)}${p}</p>
      ${M(a)}${Hr(r,i)}${Xt(l)}
    </div>
  </details> `}function Vr({change:e,fields:t,folded:n}){let r=n.reduce((a,{count:i})=>a+i,0),o=[...e==="kept"?["it leaves the release and stays in the cluster"]:[],...t.length===0?[]:[F(t.length,"field")],...r===0?[]:[`${r} folded`]];return o.length===0?null:s` <small>${o.join(", ")}</small>`}function Hr(e,t){if(t===null)return null;let n=E(t);return e==="created"?s`<pre data-find><ins>${n}</ins></pre>`:s`<pre data-find>${e==="deleted"?s`<del>${n}</del>`:n}</pre>`}var Sn=({releases:e,tier:t},n)=>s`${Ur(e).map(r=>qr(r,t,n))}`,le=({operation:e,objects:t,hooks:n})=>e==="same"&&n.length===0&&t.every(({change:r})=>r==="unchanged"),Ur=e=>[...e.filter(t=>!le(t)),...e.filter(le)];function qr(e,t,n){let{operation:r,objects:o}=e,a=n.anchors.of(e),i=n.isOpen&&!le(e)?s` open`:null;return s`<details class="release" id="${a}" ${i} data-find>
    <summary>
      ${R(r)}
      <h3>${e.key}</h3>
      <small>${we(he(o))}</small>
    </summary>
    <p class="source">${X(a)} ${Xr(e,t).join(" \xB7 ")}${Jr(e)}</p>
    ${Pn(e,n)}${xn(e,n.anchors)}${Mn(e)}
  </details> `}function Xr(e,t){let{key:n,name:r,namespace:o,system:a,operation:i,drift:l}=e;return[W[i]??"",r===n?"":`release ${r}`,`namespace ${o}`,Se(e),a===null?"":`system ${a}`,Oe(e,t),l.length===0?"":`${F(l.length,"object")} drifted, see below`].filter(c=>c!=="")}function Jr({chart:e}){return e===null?null:s`<br />chart <code>${e.reference}</code> <code>${e.digest}</code>`}var _r=24,Kr=200;function Cn(e,t){let n=ge(e),r=no(e),o=s`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${to}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${Me(e,n)}</title>
        ${Zr}
      </head>
      <body class="${Qr(n.objects)>Kr?"large":""}">
        <a class="skip" href="#main">Skip to the plan</a>
        ${fn(e,n,t)}
        <div class="bar">${tn(r)}${nn}</div>
        <main id="main">${r.map(rn)}</main>
        ${eo}
      </body>
    </html> `;return String(o)}var Qr=e=>Object.values(e).reduce((t,n)=>t+n,0),Zr=j.trusted(`<style>${se}</style>`),eo=j.trusted(`<script>${ie}</script>`),On=e=>`'sha256-${Yr("sha256").update(e).digest("base64")}'`,to=`default-src 'none'; style-src ${On(se)}; script-src ${On(ie)}; base-uri 'none'; form-action 'none'`;function no(e){let t=Ft(e),n=e.releases.flatMap(({objects:a})=>a.filter(({fields:i})=>i.length>0)),r={anchors:t,isOpen:n.length<=_r},o=(a,i,l,d)=>({id:a,title:i,count:l,body:l===0?null:d()});return[o("risks","Risks",e.risks.length,()=>dn(e,t)),o("findings","Findings",e.findings.length,()=>cn(e,t)),o("releases","Releases",e.releases.length,()=>Sn(e,r)),o("drift","Drift",Zt(e).length,()=>en(e)),o("backing","Backing resources",e.backing.length,()=>Jt(e)),o("steps","Pulumi steps",e.steps.length,()=>Yt(e)),o("graph","Graph",e.graph.nodes.length,()=>sn(e.graph)),o("gaps","What is not known",e.gaps.length,()=>_t(e)),o("not-checked","Not checked",e.unjudged.length,()=>un(e)),{id:"digest",title:"Digest",count:null,body:Kt(e)},{id:"timings",title:"Timings",count:null,body:Qt(e)}]}var ro=["json","markdown","html"],jn=e=>xt(e,ro);function Rn(e,t,n){for(let{format:r,file:o}of e)wt({format:r,file:o},de(t,r),n.redactor)}function de(e,t){switch(t){case"json":return JSON.stringify(Ie(e),null,2);case"markdown":return De(e,{limit:Te,runUrl:null,reportPath:null});case"html":return Cn(e,{generatedAt:null,runUrl:null})}}async function gs(e,t){let n=vt(e,t),r;try{let a=jn(e.report),i=$t(e);r=t.redactor.redactData(await oo(e,i,t)),Rn(a,r,t),await n?.plan(r,a,Z(e))}catch(a){throw await n?.failure(Ee(a,t.signal)),a}let o=e.json?"json":e.format;if(o==="text")for(let a of _e(r,t.terminal,{...e,manner:Z(e)}))t.terminal.out(a);else t.terminal.out(de(r,o).trimEnd());return ao(r,e)}async function oo(e,t,n){if(e.base!==void 0&&tt(e),e.base!==void 0)return await Lt({...e,base:e.base,limits:t},n);let r=Ke(n.terminal,{planning:!0});try{let o=nt(e,n,i=>r.show(i)),{plan:a}=await bt(o,{...e,check:e.check!==!1,limits:t},n);return a}finally{r.stop()}}function ao({verdict:e},{expectNoChanges:t}){return e.outcome==="refused"?_.findings:t&&e.outcome==="changes"?_.changes:0}export{gs as preview};
//# sourceMappingURL=preview-MU3R4RJZ.js.map
