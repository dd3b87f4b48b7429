/// Files that others read: tables, pictures, and the bundled studies.

import Foundation
import Imaging
import Testing

import Phantom

@Suite("What is written")
struct OutputTests {
  private let plan = Plan(seed: 12, only: [.nodule])

  private func study(_ number: Int) -> PhantomStudy {
    PhantomStudy(number: number, patient: number, date: PhantomStudy.date(number: number), plan: plan)
  }

  @Test("The training table has the contract's thirty-three columns")
  func trainingTable() throws {
    let columns = TrainingTable.header.split(separator: ",")
    #expect(columns.prefix(4) == ["ImageID", "StudyDate_DICOM", "PatientID", "Normal"])
    #expect(columns.count == 33)
    let film = try plan.film(rows: 32, columns: 32)
    let row = TrainingTable.row(file: "a.png", study(3), labels: film.labels).split(separator: ",")
    #expect(row.count == 33)
    #expect(row[2] == "PHANTOM-000003")
    #expect(row[7] == "1" && row[3] == "0")
  }

  @Test("Dates are days of the calendar")
  func dates() {
    for number in 1...2000 {
      let date = PhantomStudy.date(number: number)
      #expect(date.count == 8 && date.hasPrefix("2031"))
      #expect((1...12).contains(Int(date.dropFirst(4).prefix(2)) ?? 0))
      #expect((1...28).contains(Int(date.suffix(2)) ?? 0))
    }
  }

  @Test("A stored film opens again with the same gray, in either polarity and depth")
  func roundTrip() throws {
    let film = try plan.film(rows: 40, columns: 48)
    for (file, bits, inverted) in [
      (PhantomFile.dicom(bits: 12, .monochrome1), 12, true), (.dicom(bits: 16, .monochrome2), 16, false),
    ] {
      let opened = try Imaging.Film.open(bytes: file.encoded(film, study(1)))
      #expect(opened.frame.bitsStored == bits)
      #expect(opened.frame.photometric == (inverted ? .monochrome1 : .monochrome2))
      #expect(opened.frame.values == film.pixels(bits: bits, inverted: inverted).map { Int32($0) })
      #expect(opened.metadata.viewPosition == "PA")
    }
    let png = try Imaging.Film.open(bytes: PhantomFile.png(bits: 12).encoded(film, study(1)))
    #expect(png.frame.values == film.pixels(bits: 12).map { Int32($0) << 4 })
  }

  @Test("The same film is the same DICOM file, and two films have different identifiers")
  func identifiers() throws {
    let film = try plan.film(rows: 32, columns: 32)
    let file = PhantomFile.dicom(number: 4)
    #expect(try file.encoded(film, study(1)) == file.encoded(film, study(1)))
    let first = try Imaging.Film.open(bytes: file.encoded(film, study(1))).metadata.sopInstanceUID
    let second = try Imaging.Film.open(bytes: file.encoded(film, study(2))).metadata.sopInstanceUID
    #expect(first != nil && first != second)
  }

  @Test("The table of regions is the same after a round trip, and names its schema")
  func regions() throws {
    let film = try plan.film(rows: 64, columns: 64)
    let table = RegionTable([RegionTable.FilmRow(file: "a.png", film)])
    let data = try table.encoded()
    #expect(try JSONDecoder().decode(RegionTable.self, from: data) == table)
    #expect(table.schema == "hilum.regions/1")
    #expect(table.films[0].regions[0].label == "Nodule")
    #expect(table.films[0].regions[0].focal)
  }
}

@Suite("The bundled studies")
struct SampleStudyTests {
  private let all = SampleStudy.all

  @Test("Twenty-four films of twenty patients, four of them with an earlier film")
  func census() {
    #expect(all.count == 24)
    let patients = Dictionary(grouping: all, by: \.study.patientID)
    #expect(patients.count == 20)
    #expect(patients.values.count { $0.count == 2 } == 4)
    for films in patients.values where films.count == 2 {
      #expect(films[0].study.date < films[1].study.date)
      #expect(films[0].study.sex == films[1].study.sex)
      #expect(films[0].study.birthDate == films[1].study.birthDate, "the films would belong to two patients")
      #expect(films[0].plan.lesions.count <= films[1].plan.lesions.count)
    }
  }

  @Test("PNG and DICOM, both polarities, 12 to 16 bits")
  func formats() {
    let files = all.map(\.file)
    #expect(files.contains(.png(bits: 12)))
    #expect(files.contains(.dicom(bits: 12, .monochrome1)))
    #expect(files.contains(.dicom(bits: 12, .monochrome2)))
    #expect(files.contains(.dicom(bits: 16, .monochrome2)))
  }

  @Test("Neither a file name nor the work list tells what is on a film")
  func noLeaks() {
    for sample in all {
      for lesion in sample.plan.lesions {
        #expect(!sample.row.lowercased().contains(lesion.label.rawValue.lowercased()))
      }
      #expect(sample.row.split(separator: ",").count == 7)
    }
    #expect(Set(all.map(\.fileName)).count == 24)
  }
}
