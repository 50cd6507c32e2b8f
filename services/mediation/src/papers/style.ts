/** The look of every paper: A4, the type faces of official papers with what other systems have in their place, page numbers at the foot. */
export const STYLE = `
@page { size: A4; margin: 26mm 22mm 24mm 28mm; @bottom-center { content: "第 " counter(page) " 页　共 " counter(pages) " 页"; font: 10.5pt SimSun, "Noto Serif CJK SC", serif; } }
html { background: #eee; }
body { margin: 0; color: #000; font: 14pt/1.75 FangSong, FangSong_GB2312, "仿宋", STFangsong, "Noto Serif CJK SC", "Source Han Serif SC", SimSun, "宋体", serif; }
main { box-sizing: border-box; max-width: 210mm; min-height: 297mm; margin: 8mm auto; padding: 26mm 22mm 24mm 28mm; background: #fff; box-shadow: 0 0 6pt #999; overflow-wrap: anywhere; }
header { text-align: center; margin-bottom: 6mm; }
h1 { margin: 0; font: 700 22pt/1.4 SimSun, "宋体", STSong, "Noto Serif CJK SC", serif; letter-spacing: .08em; }
h2 { margin: 5mm 0 1mm; font: 700 14pt/1.6 SimHei, "黑体", STHeiti, "Noto Sans CJK SC", sans-serif; break-after: avoid; }
.issuer { margin: 0 0 2mm; font-size: 16pt; letter-spacing: .1em; }
.number { margin: 2mm 0 0; }
.masked { margin: 0 0 6mm; padding: 2mm; border: 1pt dashed #000; font-size: 12pt; text-align: center; }
p { margin: 0; }
.text { text-indent: 2em; }
table { width: 100%; margin: 2mm 0; border-collapse: collapse; font-size: 12pt; line-height: 1.6; }
th, td { border: .75pt solid #000; padding: 1.5mm 2mm; vertical-align: top; text-align: left; }
th { font-weight: 400; text-align: center; }
.facts { break-inside: avoid; }
.facts th { width: 28mm; }
.numbered th:first-child { width: 12mm; }
.numbered td:first-child { text-align: center; }
.apart { break-before: page; }
thead { display: table-header-group; }
tr, .signatures, .seal, .sign { break-inside: avoid; }
.rule { height: 9mm; border-bottom: .5pt solid #000; }
.signatures { margin-top: 8mm; }
.sign { display: flex; align-items: flex-end; gap: 2mm; margin-top: 4mm; }
.sign .line { flex: 1; max-width: 80mm; border-bottom: .5pt solid #000; }
.seal { margin: 10mm 0 0 auto; width: 70mm; text-align: center; }
.seal .place { color: #555; font-size: 12pt; margin: 8mm 0; }
.cover { margin-top: 40mm; }
.cover table { margin-top: 30mm; font-size: 14pt; }
@media print { html { background: none; } main { max-width: none; min-height: 0; margin: 0; padding: 0; box-shadow: none; } }
`;
