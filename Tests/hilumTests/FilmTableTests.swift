/// The table of films: its columns, its quoting, and a split that keeps patients together.

import Testing
import hilum

private func table(_ text: String, labels: [String] = []) throws -> FilmTable {
  try FilmTable(text, file: "t.csv", images: "films", labels: labels)
}

@Suite("The table of films")
struct FilmTableTests {
  @Test("columns beside the first three are findings; empty and -1 are unknown")
  func columns() throws {
    let table = try table(
      "ImageID,StudyDate_DICOM,PatientID,Mass,\"fracture, rib\",split\r\na/1.png,2020,p,1,,train\r\n\r\n2.png,,q,0,-1,val\n"
    )
    #expect(table.labels == ["Mass", "fracture, rib"])
    #expect(table.rows.map(\.path) == ["films/a/1.png", "films/2.png"])
    #expect(table.rows[0].targets[0] == 1 && table.rows[0].targets[1].isNaN)
    #expect(table.rows[1].targets[0] == 0 && table.rows[1].targets[1].isNaN)
    #expect(table.rows.map(\.split) == ["train", "val"] && table.rows.map(\.line) == [2, 4])
  }

  @Test("wanted findings are taken in the wanted order")
  func order() throws {
    let table = try table("ImageID,PatientID,A,B\n1,p,0,1\n", labels: ["B", "A"])
    #expect(table.rows[0].targets == [1, 0])
  }

  @Test(
    "a broken line is told by its number, never by its text",
    arguments: [
      ("ImageID,PatientID,A\nx.png,Doe,maybe\n", "line 2: a finding is"),
      ("ImageID,PatientID,A\nx.png,Doe\n", "line 2: it has 2 cells"),
      ("ImageID,PatientID,A\n../Doe.png,p,1\n", "inside the image folder"),
      ("ImageID,PatientID,A\n/Doe.png,p,1\n", "inside the image folder"),
      ("ImageID,PatientID,A\nx,\"Doe,1\n", "line 2: a quote"),
      ("ImageID,A\nx,1\n", "\"PatientID\""), ("", "\"ImageID\""),
      ("ImageID,PatientID,A,A\nDoe,p,1,1", "\"A\""),
    ])
  func broken(_ text: String, _ words: String) throws {
    let error = try #require(throws: TrainError.self) { try table(text) }
    #expect(error.description.contains(words) && !error.description.contains("Doe"), "\(error)")
  }

  @Test("no patient is on both sides of a split, and the same seed splits alike")
  func split() throws {
    let lines = (0..<300).map { "\($0).png,p\($0 / 3),\($0 % 2)" }
    let rows = try table("ImageID,PatientID,A\n" + lines.joined(separator: "\n")).rows
    let split = PatientSplit(rows, share: 0.2, seed: 1)
    let patients = (Set(split.training.map(\.patient)), Set(split.validation.map(\.patient)))
    #expect(patients.0.isDisjoint(with: patients.1) && patients.1.count == 20)
    #expect(split.training.count + split.validation.count == 300)
    #expect(PatientSplit(rows, share: 0.2, seed: 1).validation == split.validation)
    #expect(PatientSplit(rows, share: 0.2, seed: 2).validation != split.validation)
  }

  @Test("a column split decides, and films of other words are left out")
  func given_split() throws {
    let split = PatientSplit(
      try table("ImageID,PatientID,A,split\n1,p,0,train\n2,q,0,val\n3,r,0,test\n").rows, share: 0.5, seed: 1)
    #expect(split.training.map(\.patient) == ["p"] && split.validation.map(\.patient) == ["q"])
  }
}
