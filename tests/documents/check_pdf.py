#!/usr/bin/env python3
"""Checks a PDF's objects against what PDF/UA-1, and with a file attached PDF/A-3a, ask of it: check_pdf.py FILE [attached].

The objects are read by qpdf, so nothing here trusts billet's own reader. Prints what is wrong, a line each.
"""
import base64
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

WORD = re.compile(rb"\((?:\\.|[^\\()])*\)|<<|>>|<[0-9A-Fa-f\s]*>|/[^\s()<>\[\]{}/%]*|[\[\]]|[^\s()<>\[\]{}/%]+", re.S)
PAINTS = {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"Do", b"Tj", b"TJ", b"'", b'"', b"sh", b"EI"}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
SPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/", "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/", "pdf": "http://ns.adobe.com/pdf/1.3/", "xmp": "http://ns.adobe.com/xap/1.0/",
    "fx": "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
}
faults = []


def want(truth, what):
    if not truth:
        faults.append(what)


class Pdf:
    def __init__(self, path):
        command = ["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=all", path]
        whole = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["qpdf"][1]
        self.objects = {key[4:]: item for key, item in whole.items() if key.startswith("obj:")}
        self.trailer = whole["trailer"]["value"]

    def get(self, item):
        """What a reference leads to: a value, or the dictionary of a stream."""
        while isinstance(item, str) and re.fullmatch(r"\d+ \d+ R", item):
            found = self.objects[item]
            item = found["value"] if "value" in found else found["stream"]["dict"]
        return item

    def data(self, reference):
        return base64.b64decode(self.objects[reference]["stream"]["data"])

    def dictionaries(self):
        for found in self.objects.values():
            value = found.get("value", found.get("stream", {}).get("dict"))
            if isinstance(value, dict):
                yield value


def text(value):
    """A text of a PDF as qpdf's JSON has it: u:words, or b:bytes."""
    return value[2:] if isinstance(value, str) and value.startswith("u:") else value


def reachable(pdf):
    found, waiting = set(), [pdf.trailer]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
        elif isinstance(item, str) and re.fullmatch(r"\d+ \d+ R", item) and item not in found:
            found.add(item)
            waiting.append(pdf.objects[item].get("value") or pdf.objects[item]["stream"]["dict"])
    return found


def check_content(page_name, data):
    """The numbers of the marks of a page's content; everything that paints has to be inside one, or an artifact."""
    open_marks, numbers, artifacts, previous = [], [], 0, []
    for word in WORD.findall(data):
        if word == b"BDC":
            match = re.fullmatch(rb"(/\w+) << (?:/MCID (\d+)|/ActualText <\w*>) >>", b" ".join(previous[-5:]))
            want(match, f"{page_name}: a mark that is odd: {previous[-5:]}")
            if match and match[2] is not None:
                want(not open_marks, f"{page_name}: a mark inside another")
                want(match[1] != b"/Private", f"{page_name}: a private mark")
                numbers.append(int(match[2]))
            open_marks.append(word)
        elif word == b"BMC":
            want(previous[-1] == b"/Artifact" and not open_marks, f"{page_name}: a mark that is no artifact")
            artifacts += 1
            open_marks.append(word)
        elif word == b"EMC":
            want(open_marks, f"{page_name}: a mark ends that did not begin")
            if open_marks:
                open_marks.pop()
        elif word in PAINTS:
            want(open_marks, f"{page_name}: {word.decode()} outside of any mark")
        previous = previous[-5:] + [word]
    want(not open_marks, f"{page_name}: a mark does not end")
    want(artifacts > 0, f"{page_name}: no artifact, though it has a number")
    want(len(set(numbers)) == len(numbers), f"{page_name}: a number of a mark twice")
    return numbers


def check_link(pdf, link, page):
    """PDF/UA-1 7.18: a link has words, is printed with its page, and lies on it."""
    want(link["/Subtype"] == "/Link", f"an annotation {link['/Subtype']}")
    address = text(pdf.get(link["/A"])["/URI"]).removeprefix("b:")
    want(text(link.get("/Contents")) and text(link["/Contents"]) in address, f"a link without its words: {address}")
    want(link.get("/F") == 4, "a link that is not printed")
    left, bottom, right, top = link["/Rect"]
    want(page[0] <= left < right <= page[2] and page[1] <= bottom < top <= page[3], f"a link beside its page: {link['/Rect']}")
    return link["/StructParent"]


def check_pages(pdf, catalog):
    marks, waiting = {}, [catalog["/Pages"]]
    while waiting:
        reference = waiting.pop()
        page = pdf.get(reference)
        if page["/Type"] == "/Pages":
            waiting += page["/Kids"]
            continue
        want(page.get("/Tabs") == "/S", f"page {reference}: no /Tabs /S")
        for number in check_content(f"page {reference}", pdf.data(page["/Contents"])):
            marks[reference, number] = page["/StructParents"]
        for annotation in pdf.get(page.get("/Annots", [])):
            marks["annotation", annotation] = check_link(pdf, pdf.get(annotation), page["/MediaBox"])
    return marks


def columns_of(pdf, row):
    spans = 0
    for cell in pdf.get(row)["/K"] if isinstance(pdf.get(row)["/K"], list) else [pdf.get(row)["/K"]]:
        spans += pdf.get(pdf.get(cell).get("/A", {})).get("/ColSpan", 1)
    return spans


def check_element(pdf, reference, element, seen, headings):
    kind = element["/S"]
    want(kind in ("/Document", "/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD", "/Figure", "/Link", "/Span"),
         f"an element {kind}")
    attributes = pdf.get(element.get("/A", {}))
    if kind == "/TH":
        want(attributes.get("/O") == "/Table" and attributes.get("/Scope") in ("/Column", "/Row"), "a TH without scope")
    if kind == "/Figure":
        want(text(element.get("/Alt", "")), "a Figure without words")
        want(len(attributes.get("/BBox", [])) == 4, "a Figure without a box")
    if kind in ("/H1", "/H2"):
        headings.append(kind)
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    if kind == "/Table":
        want(len({columns_of(pdf, row) for row in kids}) == 1, "rows of a table with other columns")
    annotations = [kid["/Obj"] for kid in kids if isinstance(kid, dict) and kid.get("/Type") == "/OBJR"]
    want(len(annotations) == (kind == "/Link"), f"{kind} with {len(annotations)} annotations")
    for annotation in annotations:
        seen["annotation", annotation] = reference
    for kid in kids:
        if isinstance(kid, dict) and kid.get("/Type") == "/OBJR":
            continue
        if isinstance(kid, int):
            seen[element["/Pg"], kid] = reference
        elif isinstance(pdf.get(kid), dict) and pdf.get(kid).get("/Type") == "/MCR":
            seen[pdf.get(kid).get("/Pg", element.get("/Pg")), pdf.get(kid)["/MCID"]] = reference
        else:
            want(pdf.get(kid)["/P"] == reference, "an element with another parent")
            check_element(pdf, kid, pdf.get(kid), seen, headings)


def check_tree(pdf, catalog, marks):
    """Each mark belongs to one element, and the list of parents says so too."""
    root, seen, headings = pdf.get(catalog["/StructTreeRoot"]), {}, []
    for reference in root["/K"]:
        check_element(pdf, reference, pdf.get(reference), seen, headings)
    want(set(seen) == set(marks), f"marks and elements differ: {sorted(set(seen) ^ set(marks))[:5]}")
    want(headings[:1] in ([], ["/H1"]), "the first heading is no H1")
    numbers = pdf.get(root["/ParentTree"])["/Nums"]
    parents = {numbers[i]: pdf.get(numbers[i + 1]) for i in range(0, len(numbers), 2)}
    for (page, number), element in seen.items():
        if page == "annotation":
            want(numbers[numbers.index(marks[page, number]) + 1] == element, f"the list of parents forgets a link, {element}")
            continue
        listed = parents.get(pdf.get(page)["/StructParents"], [])
        want(number < len(listed) and listed[number] == element, f"the list of parents forgets {element}")


def check_fonts(pdf):
    for font in pdf.dictionaries():
        if font.get("/Subtype") == "/CIDFontType2":
            want(font.get("/CIDToGIDMap") == "/Identity", "a CIDFontType2 without a map")
        if font.get("/Type") == "/Font" and not font["/Subtype"].startswith("/CIDFont"):
            want("/ToUnicode" in font, f"{font.get('/BaseFont')}: no ToUnicode")
        if font.get("/Type") == "/FontDescriptor":
            want(any(key.startswith("/FontFile") for key in font), f"{font.get('/FontName')}: not embedded")
        want(font.get("/Interpolate") is not True, "a picture that is interpolated")


def check_profile(pdf, catalog):
    intent = pdf.get(pdf.get(catalog["/OutputIntents"])[0])
    want(intent["/S"] == "/GTS_PDFA1", "no intent of PDF/A")
    profile = pdf.data(intent["/DestOutputProfile"])
    want(pdf.get(intent["/DestOutputProfile"])["/N"] == 3, "a profile without three colours")
    want(int.from_bytes(profile[:4], "big") == len(profile) and profile[36:40] == b"acsp", "a profile that is none")


def check_metadata(pdf, catalog, attached):
    packet = pdf.data(catalog["/Metadata"])
    want("/Filter" not in pdf.get(catalog["/Metadata"]), "metadata that is compressed")
    rdf = xml.fromstring(packet[packet.index(b"<x:xmpmeta"):packet.index(b"<?xpacket end")])
    said = lambda prefix, name: [node for node in rdf.iter(f"{{{SPACES[prefix]}}}{name}")]
    words = lambda prefix, name: "".join(said(prefix, name)[0].itertext()) if said(prefix, name) else None
    information = pdf.get(pdf.trailer["/Info"])
    want(words("pdfuaid", "part") == "1", "no PDF/UA part")
    want(words("dc", "title") == text(information["/Title"]), "another title in the metadata")
    want(words("dc", "creator") == text(information.get("/Author")), "another author in the metadata")
    want(words("pdf", "Producer") == text(information["/Producer"]), "another producer in the metadata")
    date = "".join(re.findall(r"\d", words("xmp", "CreateDate")))
    want(text(information["/CreationDate"]) == f"D:{date}Z", "another date in the metadata")
    want((words("pdfaid", "part"), words("pdfaid", "conformance")) == (("3", "A") if attached else (None, None)), "PDF/A part")
    if attached:
        got = [words("fx", name) for name in ("DocumentType", "DocumentFileName", "Version", "ConformanceLevel")]
        want(got == ["INVOICE", "factur-x.xml", "1.0", "EN 16931"], f"Factur-X: {got}")
        for prefix in ("fx", "pdfuaid"):
            want(f"<pdfaSchema:prefix>{prefix}<".encode() in packet, f"no schema for {prefix}")


def check_attachment(pdf, catalog):
    names = pdf.get(pdf.get(pdf.get(catalog["/Names"])["/EmbeddedFiles"])["/Names"])
    want(catalog["/AF"] == [names[1]] and text(names[0]) == "factur-x.xml", "the catalog does not name the file twice")
    file = pdf.get(names[1])
    want((text(file["/F"]), text(file["/UF"])) == ("factur-x.xml",) * 2 and text(file["/Desc"]), "a file without its names")
    want(file["/AFRelationship"] == "/Alternative", "a file without its relationship")
    stream = pdf.get(file["/EF"]["/F"])
    want(stream["/Subtype"] == "/text/xml", f"the file's type is {stream['/Subtype']}")
    want(stream["/Params"]["/Size"] == len(pdf.data(file["/EF"]["/F"])), "the file's size")
    want(text(stream["/Params"]["/ModDate"]).startswith("D:20260507"), "the file's date")


def main():
    pdf, attached = Pdf(sys.argv[1]), sys.argv[2:] == ["attached"]
    catalog = pdf.get(pdf.trailer["/Root"])
    want(pdf.trailer["/ID"][0] == pdf.trailer["/ID"][1] and len(pdf.trailer["/ID"][0]) > 16, "no identifier")
    want(re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", text(catalog.get("/Lang", ""))), "no language")
    want(catalog.get("/MarkInfo", {}).get("/Marked") is True, "not marked")
    want(catalog.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is True, "the title is not shown")
    marks = check_pages(pdf, catalog)
    check_tree(pdf, catalog, marks)
    check_fonts(pdf)
    check_profile(pdf, catalog)
    check_metadata(pdf, catalog, attached)
    want(("/AF" in catalog) == attached, "a file where none should be, or none")
    if attached:
        check_attachment(pdf, catalog)
    lengths = {name for name, found in pdf.objects.items() if isinstance(found.get("value"), int)}  # qpdf leaves out who names them
    left = set(pdf.objects) - reachable(pdf) - lengths
    want(not left, f"objects that nothing names: {sorted(left)[:5]}")
    for fault in faults[:20]:
        print(fault)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    main()
