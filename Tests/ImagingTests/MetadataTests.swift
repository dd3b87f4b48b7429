import Imaging
import Testing

private func facts(_ change: (inout DicomBuilder) -> Void) throws -> AcquisitionMetadata {
  try film(change).metadata
}

private func film(_ change: (inout DicomBuilder) -> Void) throws -> Film {
  var file = DicomBuilder(rows: 2, columns: 2, words: [1, 2, 3, 4])
  change(&file)
  return try Film.open(bytes: file.build())
}

@Suite("Facts of acquisition")
struct MetadataTests {
  @Test("a spacing says which attribute it comes from and what it is worth") func spacing() throws {
    func best(_ change: (inout DicomBuilder) -> Void) throws -> PixelSpacing? { try facts(change).spacing }
    let imager: (inout DicomBuilder) -> Void = { $0.set(0x0018_1164, "DS", .text("0.15\\0.15")) }
    let detector = try #require(try best(imager))
    #expect(detector.source == .detector && detector.rowMM == 0.15 && !detector.isAtPatient)
    let same = try #require(
      try best {
        imager(&$0)
        $0.set(0x0028_0030, "DS", .text("0.15\\0.15"))
      })
    #expect(same.source == .detector)
    let calibrated = try #require(
      try best {
        imager(&$0)
        $0.set(0x0028_0030, "DS", .text("0.13\\0.13"))
      })
    #expect(calibrated.source == .calibrated && calibrated.rowMM == 0.13 && calibrated.isAtPatient)
    let fiducial = try #require(
      try best {
        imager(&$0)
        $0.set(0x0028_0030, "DS", .text("0.13\\0.13"))
        $0.set(0x0028_0A02, "CS", .text("FIDUCIAL"))
      })
    #expect(fiducial.source == .fiducial)
    let magnified = try #require(
      try best {
        imager(&$0)
        $0.set(0x0018_1114, "DS", .text("1.2"))
      })
    #expect(magnified.source == .magnification && abs(magnified.rowMM - 0.125) < 1e-12)
    let alone = try #require(try best { $0.set(0x0028_0030, "DS", .text("0.2\\0.2")) })
    #expect(alone.source == .unspecified && !alone.isAtPatient)
    let scanned = try #require(try best { $0.set(0x0018_2010, "DS", .text("0.17\\0.17")) })
    #expect(scanned.source == .scanner)
    #expect(try best { $0.set(0x0028_0030, "DS", .text("0\\0.2")) } == nil)
    #expect(try best { $0.set(0x0028_0030, "DS", .text("abc\\0.2")) } == nil)
  }

  @Test("the projection is read from the position, else from the code of the view") func projection() throws {
    #expect(try facts { $0.set(0x0018_5101, "CS", .text("AP")) }.projection == .anteroPosterior)
    #expect(try facts { $0.set(0x0018_5101, "CS", .text("AP SUPINE")) }.projection == .anteroPosterior)
    let coded = try facts {
      $0.set(0x0054_0220, "SQ", .item([.init(tag: 0x0008_0100, vr: "SH", value: .text("399173006 "))]))
    }
    #expect(coded.projection == .leftLateral && coded.projection?.isLateral == true)
    #expect(try facts { $0.set(0x0018_5101, "CS", .text("SKYLINE")) }.projection == nil)
  }

  @Test("a bedside film is known by its words, of which only the word is kept") func portable() throws {
    let found = try facts { $0.set(0x0008_1030, "LO", .text("Mrs. Doe Chest portable, supine")) }
    #expect(found.portable == nil || found.portable?.word == "PORTABLE")
    #expect(found.portable?.source == "StudyDescription" && found.posture == .supine)
    #expect(!String(describing: found).contains("Doe"))
    #expect(try facts { $0.set(0x0008_1030, "LO", .text("Supportable")) }.portable == nil)
  }

  @Test("an age may follow from the birth date, and a contradiction is told") func age() throws {
    let counted = try facts {
      $0.set(0x0008_0020, "DA", .text("20240229"))
      $0.set(0x0010_0030, "DA", .text("19640301"))
    }
    #expect(counted.ageYears == 59 && counted.contradictions.isEmpty)
    let wrong = try facts {
      $0.set(0x0008_0020, "DA", .text("20240229"))
      $0.set(0x0010_0030, "DA", .text("19640301"))
      $0.set(0x0010_1010, "AS", .text("040Y"))
    }
    #expect(wrong.ageYears == 40 && wrong.contradictions == [.age])
    #expect(!String(describing: wrong).contains("1964"))
  }

  @Test("view against orientation and side against side are told") func contradictions() throws {
    let view = try facts {
      $0.set(0x0018_5101, "CS", .text("PA"))
      $0.set(0x0020_0020, "CS", .text("A\\F"))
    }
    #expect(view.contradictions == [.viewAndOrientation])
    let side = try facts {
      $0.set(0x0020_0060, "CS", .text("L"))
      $0.set(0x0020_0062, "CS", .text("R"))
    }
    #expect(side.contradictions == [.laterality])
  }

  @Test("the deviation index is read or follows from the two indices") func exposure() throws {
    let stated = try facts { $0.set(0x0018_1413, "DS", .text("-3.5")) }.exposure
    #expect(stated.deviation == -3.5)
    let computed = try facts {
      $0.set(0x0018_1411, "DS", .text("500"))
      $0.set(0x0018_1412, "DS", .text("250"))
    }.exposure
    #expect(abs((computed.deviation ?? 0) - 3.0103) < 1e-4)
  }
}

@Suite("Identity")
struct IdentityTests {
  private func identity() throws -> PatientIdentity {
    try #require(
      try film {
        $0.set(0x0008_0005, "CS", .text("ISO_IR 192"))
        $0.set(0x0010_0010, "PN", .text("Müller^Ada\u{1B}[31m\u{202E}^^Dr"))
        $0.set(0x0010_0020, "LO", .text("PID-4711"))
        $0.set(0x0010_0030, "DA", .text("19610203"))
      }.identity)
  }

  @Test("printing an identity in any way prints nothing of it") func masked() throws {
    let identity = try identity()
    var dumped = ""
    dump(identity, to: &dumped)
    for text in ["\(identity)", String(reflecting: identity), dumped, identity.masked, "\([identity])"] {
      for secret in ["ller", "Ada", "4711", "1961"] { #expect(!text.contains(secret)) }
    }
  }

  @Test("in clear it is as the file has it, for a screen that shows what it must not send") func clear()
    throws
  {
    let clear = try identity().clear
    #expect(clear.name == "Müller, Ada\u{1B}[31m\u{202E} Dr")
    #expect(clear.line == "\(clear.name)  ID PID-4711  born 1961-02-03")
    #expect(PatientIdentity(name: "", id: "", birthDate: "1961").clear.line == "no name in the file")
  }

  @Test("names come out of the file's own character set") func charset() throws {
    var file = DicomBuilder(rows: 1, columns: 1, words: [1])
    file.set(0x0008_0005, "CS", .text("ISO_IR 100"))
    file.set(0x0010_0010, "PN", .bytes([0x4D, 0xFC, 0x6C, 0x6C, 0x65, 0x72]))
    #expect(try Film.open(bytes: file.build()).identity?.clear.name == "Müller")
    file.set(0x0008_0005, "CS", .text("NONSENSE"))
    #expect(try Film.open(bytes: file.build()).identity?.clear.name == "M?ller")
  }
}
