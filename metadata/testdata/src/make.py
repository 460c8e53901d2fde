#!/usr/bin/env python3
"""Makes the graded set: ten documents, printed by Chromium and LibreOffice and
recognised by tesseract from a grey scan of 200 dpi, as words with boxes, beside
the fields that a person reads on them. Needs chromium, soffice, pdftotext,
pdftoppm and tesseract with vie; run it in an empty folder."""
import json, os, re, subprocess, sys, html as H
import xml.etree.ElementTree as ET

DOCS = [
 dict(id="congvan", sup="UBND TỈNH NGHỆ AN", org="SỞ NỘI VỤ", agency="Sở Nội vụ", no="125", sym="SNV-VP", place="Nghệ An", d=(5, 3, 2026), type="Công văn", subj="V/v rà soát chứng thư chữ ký số tại các xã, phường", to="Ủy ban nhân dân các xã, phường", body="Báo cáo kết quả về Sở Nội vụ trước ngày 20/3/2026 để tổng hợp.", due="2026-03-20", cap="KT. GIÁM ĐỐC", title="PHÓ GIÁM ĐỐC", pos="Phó Giám đốc", name="Trần Thị Minh", nn=["Như trên", "Giám đốc Sở (b/c)", "Lưu: VT, VP"]),
 dict(id="quyetdinh", sup="", org="ỦY BAN NHÂN DÂN|XÃ KIM LIÊN", agency="Ủy ban nhân dân xã Kim Liên", no="07", sym="QĐ-UBND", place="Kim Liên", d=(12, 1, 2026), type="Quyết định", subj="Ban hành Quy chế sử dụng chữ ký số của Ủy ban nhân dân xã", to="", body="Căn cứ Luật Tổ chức chính quyền địa phương;", due="", cap="TM. ỦY BAN NHÂN DÂN", title="CHỦ TỊCH", pos="Chủ tịch", name="Hoàng Văn Thử", nn=["Như Điều 3", "Lưu: VT"]),
 dict(id="kehoach", sup="UBND TỈNH NGHỆ AN", org="SỞ KHOA HỌC VÀ CÔNG NGHỆ", agency="Sở Khoa học và Công nghệ", no="1482", sym="KH-SKHCN", place="Nghệ An", d=(28, 10, 2026), type="Kế hoạch", subj="Tập huấn sử dụng chữ ký số và quản lý văn bản điện tử", to="", body="Sở ban hành Kế hoạch tập huấn như sau:", due="", cap="", title="GIÁM ĐỐC", pos="Giám đốc", name="Nguyễn Thị Hòa", nn=["UBND tỉnh (b/c)", "Các phòng", "Lưu: VT, CĐS"]),
 dict(id="khan", sup="UBND TỈNH HÀ TĨNH", org="SỞ Y TẾ", agency="Sở Y tế", no="3", sym="SYT-NVY", place="Hà Tĩnh", d=(2, 11, 2026), type="Công văn", subj="V/v phòng, chống dịch sau mưa lũ", to="Các bệnh viện đa khoa", body="Đề nghị các đơn vị báo cáo trước 17 giờ 00 ngày 04/11/2026.", due="2026-11-04", urg="HỎA TỐC", cap="", title="GIÁM ĐỐC", pos="Giám đốc", name="Lê Quang Huy", nn=["Như trên", "Lưu: VT"]),
 dict(id="thongbao", sup="UBND TỈNH BẮC GIANG", org="THANH TRA TỈNH", agency="Thanh tra tỉnh", no="56", sym="TB-TTr", place="Bắc Giang", d=(15, 6, 2026), type="Thông báo", subj="Lịch tiếp công dân định kỳ tháng 7 năm 2026", to="", body="Thanh tra tỉnh thông báo lịch tiếp công dân như sau:", due="", cap="TL. CHÁNH THANH TRA", title="CHÁNH VĂN PHÒNG", pos="Chánh Văn phòng", name="Vũ Đình Nam", nn=["UBND tỉnh", "Lưu: VT"]),
 dict(id="totrinh", sup="SỞ TÀI CHÍNH", org="PHÒNG QUẢN LÝ NGÂN SÁCH", agency="Phòng Quản lý ngân sách", no="19", sym="TTr-QLNS", place="Lâm Đồng", d=(30, 9, 2026), type="Tờ trình", subj="Về việc phân bổ dự toán chi thường xuyên năm 2027", to="Giám đốc Sở Tài chính", body="Kính trình Giám đốc Sở xem xét, quyết định.", due="", cap="", title="TRƯỞNG PHÒNG", pos="Trưởng phòng", name="Đặng Thu Hà", nn=["Như trên", "Lưu: QLNS"]),
 dict(id="baocao", sup="ĐẢNG ỦY PHƯỜNG VINH TÂN", org="VĂN PHÒNG", agency="Văn phòng Đảng ủy phường Vinh Tân", no="204", sym="BC-VP", place="Vinh Tân", d=(1, 12, 2025), type="Báo cáo", subj="Kết quả sử dụng chữ ký số năm 2025", to="", body="Văn phòng báo cáo kết quả như sau:", due="", cap="", title="CHÁNH VĂN PHÒNG", pos="Chánh Văn phòng", name="Phan Thị Thu Hiền", nn=["Thường trực Đảng ủy", "Lưu: VP"]),
 dict(id="giaymoi", sup="UBND TỈNH HẢI DƯƠNG", org="SỞ THÔNG TIN VÀ TRUYỀN THÔNG", agency="Sở Thông tin và Truyền thông", no="88", sym="GM-STTTT", place="Hải Dương", d=(9, 4, 2026), type="Giấy mời", subj="Họp triển khai phần mềm một cửa điện tử", to="", body="Trân trọng kính mời đại biểu dự họp.", due="", cap="TUQ. GIÁM ĐỐC", title="TRƯỞNG PHÒNG CÔNG NGHỆ THÔNG TIN", pos="Trưởng phòng Công nghệ thông tin", name="Bùi Mạnh Cường", nn=["Như trên", "Lưu: VT"]),
 dict(id="nghiquyet", sup="", org="HỘI ĐỒNG NHÂN DÂN|TỈNH NGHỆ AN", agency="Hội đồng nhân dân tỉnh Nghệ An", no="31", sym="NQ-HĐND", place="Nghệ An", d=(17, 7, 2026), type="Nghị quyết", subj="Quy định mức chi hỗ trợ chuyển đổi số trên địa bàn tỉnh", to="", body="Căn cứ Luật Ngân sách nhà nước;", due="", cap="", title="CHỦ TỊCH", pos="Chủ tịch", name="Thái Văn Thành", nn=["Chính phủ", "Lưu: VT"]),
 dict(id="truong", sup="UBND PHƯỜNG TRƯỜNG VINH", org="TRƯỜNG TIỂU HỌC HƯNG DŨNG", agency="Trường Tiểu học Hưng Dũng", no="11", sym="THHD", place="Trường Vinh", d=(22, 8, 2026), type="Công văn", subj="V/v đề nghị cấp chứng thư chữ ký số cho văn thư", to="Sở Khoa học và Công nghệ", body="Nhà trường đề nghị cấp chứng thư theo mẫu.", due="", urg="KHẨN", cap="", title="HIỆU TRƯỞNG", pos="Hiệu trưởng", name="Ngô Thị Lan", nn=["Như trên", "Lưu: VT"]),
]

def page(d):
    e = H.escape
    letter = d["type"] == "Công văn"
    org = "<br>".join("<b>%s</b>" % e(x) for x in d["org"].split("|"))
    day, month, year = d["d"]
    num = "Số: %s/%s" % (d["no"], d["sym"])
    date = "%s, ngày %02d tháng %s năm %d" % (d["place"], day, ("%02d" if month < 3 else "%d") % month, year)
    subj = "<br>%s" % e(d["subj"]) if letter else ""
    urg = "<p style='margin:0'><b>%s</b></p>" % d["urg"] if d.get("urg") else ""
    out = """<html><head><meta charset=utf-8><style>@page{size:A4;margin:20mm 15mm 20mm 30mm}body{font-family:'Tinos','Liberation Serif',serif;font-size:14pt}td{text-align:center;vertical-align:top}table{width:100%%}</style></head><body>
<table><tr><td width="42%%">%s%s</td><td width="58%%"><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br><b>Độc lập - Tự do - Hạnh phúc</b></td></tr>
<tr><td>%s%s%s</td><td><i>%s</i></td></tr></table>""" % (e(d["sup"]) + "<br>" if d["sup"] else "", org, num, subj, urg, date)
    if letter:
        out += "<p align=center>Kính gửi: %s.</p>" % e(d["to"])
    else:
        out += "<p align=center><b>%s</b><br><b>%s</b></p>" % (d["type"].upper(), e(d["subj"]))
    for _ in range(3):
        out += "<p align=justify style='text-indent:1cm'>Thực hiện Nghị định số 68/2024/NĐ-CP ngày 25 tháng 6 năm 2024 của Chính phủ quy định chữ ký số chuyên dùng công vụ, đề nghị các cơ quan, đơn vị thực hiện một số nội dung sau.</p>"
    out += "<p align=justify style='text-indent:1cm'>%s</p>" % e(d["body"])
    cap = "<b>%s</b><br>" % e(d["cap"]) if d["cap"] else ""
    nn = "<br>".join("- %s%s" % (e(x), "." if i == len(d["nn"]) - 1 else ";") for i, x in enumerate(d["nn"]))
    out += "<table><tr><td width='50%%' style='text-align:left'><b><i>Nơi nhận:</i></b><br><small>%s</small></td><td width='50%%'>%s<b>%s</b><br><br><br><br><b>%s</b></td></tr></table></body></html>" % (nn, cap, e(d["title"]), e(d["name"]))
    return out

def fields(d):
    day, month, year = d["d"]
    f = {"number": d["no"].lstrip("0"), "notation": d["sym"], "date": "%04d-%02d-%02d" % (year, month, day), "agency": d["agency"], "type": d["type"],
         "subject": d["subj"], "signer": d["name"], "position": d["pos"], "recipients": "; ".join(d["nn"])}
    if d.get("urg"): f["urgency"] = d["urg"]
    if d["due"]: f["due"] = d["due"]
    return f

def words(pdf):
    x = subprocess.run(["pdftotext", "-bbox", "-enc", "UTF-8", pdf, "-"], capture_output=True, text=True).stdout
    x = re.sub(r"<!DOCTYPE.*?>", "", x, flags=re.S).replace('xmlns="http://www.w3.org/1999/xhtml"', "")
    pages = []
    for n, p in enumerate(ET.fromstring(x).iter("page")):
        pages.append({"Number": n + 1, "Width": float(p.get("width")), "Height": float(p.get("height")), "Words": [
            {"Text": w.text, "X0": round(float(w.get("xMin")), 1), "Y0": round(float(w.get("yMin")), 1), "X1": round(float(w.get("xMax")), 1), "Y1": round(float(w.get("yMax")), 1), "Certainty": 1} for w in p.iter("word") if w.text]})
    return pages

def recognised(pdf, dpi=200):
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-png", pdf, "scan"], check=True)
    pages, s = [], 72 / dpi
    for n, f in enumerate(sorted(x for x in os.listdir(".") if x.startswith("scan") and x.endswith(".png"))):
        t = subprocess.run(["tesseract", f, "stdout", "-l", "vie", "--psm", "4", "tsv"], capture_output=True, text=True, env=dict(os.environ, OMP_THREAD_LIMIT="1")).stdout
        ws = []
        for row in t.split("\n")[1:]:
            c = row.split("\t")
            if len(c) >= 12 and c[0] == "5" and c[11].strip():
                l, o, w, h = map(float, c[6:10])
                ws.append({"Text": c[11].strip(), "X0": round(l * s, 1), "Y0": round(o * s, 1), "X1": round((l + w) * s, 1), "Y1": round((o + h) * s, 1), "Certainty": round(float(c[10]) / 100, 2)})
        pages.append({"Number": n + 1, "Width": 595.3, "Height": 841.9, "Words": ws})
        os.remove(f)
    return pages

def put(name, scanned, d, pages):
    with open(name + ".json", "w") as f:
        f.write('{"scanned": %s,\n "fields": %s,\n "pages": [\n' % (json.dumps(scanned), json.dumps(fields(d), ensure_ascii=False)))
        f.write(",\n".join('  {"Number": %d, "Width": %s, "Height": %s, "Words": [\n   %s]}' % (p["Number"], p["Width"], p["Height"], ",\n   ".join(json.dumps(w, ensure_ascii=False) for w in p["Words"])) for p in pages))
        f.write("\n ]}\n")

for d in DOCS:
    with open("doc.html", "w") as f: f.write(page(d))
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf=cr.pdf", "doc.html"], capture_output=True)
    put("cr-" + d["id"], False, d, words("cr.pdf"))
    put("ocr-" + d["id"], True, d, recognised("cr.pdf"))
    subprocess.run(["soffice", "-env:UserInstallation=file:///tmp/incoming-lo", "--headless", "--convert-to", "pdf:writer_web_pdf_Export", "doc.html"], capture_output=True)
    if os.path.exists("doc.pdf"):
        put("lo-" + d["id"], False, d, words("doc.pdf")); os.remove("doc.pdf")
    print(d["id"], flush=True)
