// The worked examples of the calculators; a test runs each of them.
extension Calculator.Example {
  static let authorityKey = Calculator.Example(
    input: """
      {"rid":"A000000004","index":"F1",\
      "modulus":"A0DCF4BDE19C3546B4B6F0414D174DDE294AABBB828C5A834D73AAE27C99B0B053A90278007239B\
      6459FF0BBCD7B4B9C6C50AC02CE91368DA1BD21AAEADBC65347337D89B68F5C99A09D05BE02DD1F8C5BA20E2F1\
      3FB2A27C41D3F85CAD5CF6668E75851EC66EDBF98851FD4E42C44C1D59F5984703B27D5B9F21B8FA0D93279FBB\
      F69E090642909C9EA27F898959541AA6757F5F624104F6E1D3A9532F2A6E51515AEAD1B43B3D7835088A2FAFA7\
      BE7","exponent":"03","checksum":"D8E68DA167AB5A85D8C3D55ECB9B0517A1A5B4BB"}
      """,
    output: """
      {"checksum":"D8E68DA167AB5A85D8C3D55ECB9B0517A1A5B4BB","bits":1408,"verdict":"passed"}
      """,
    source: "openemv/emv-utils, emv_capk_static_data.h")

  static let issuerCertificate = Calculator.Example(
    input: """
      {"modulus":"A0DCF4BDE19C3546B4B6F0414D174DDE294AABBB828C5A834D73AAE27C99B0B053A90278007239\
      B6459FF0BBCD7B4B9C6C50AC02CE91368DA1BD21AAEADBC65347337D89B68F5C99A09D05BE02DD1F8C5BA20E2F\
      13FB2A27C41D3F85CAD5CF6668E75851EC66EDBF98851FD4E42C44C1D59F5984703B27D5B9F21B8FA0D93279FB\
      BF69E090642909C9EA27F898959541AA6757F5F624104F6E1D3A9532F2A6E51515AEAD1B43B3D7835088A2FAFA\
      7BE7","exponent":"03",\
      "certificate":"3312205B0EFA6715BA18134BB2168A9CA250D268853506D925DD72B2A2E0CF107518DE182F0\
      089B255B7D70A189D90859E741E7D79BB5D36339B16D9B1508DDBC35E2A3008B923E14417A42E86D3AD0A1AD6D\
      BB394E7BC0BA812F3D4971412DE4997C8B34BA93F3CE0F5AE27E0A052DB57CD7595C467E831041AC2DBEC91E2E\
      C8D27D4EABAA31322B769415B550B8B18E3B05B32CAE7813AB21D8F3B2BFF3741C6AD967AE694800F5B24A20EF\
      78013E4","publicExponent":"03","pan":"5413330089020011","date":"250506"}
      """,
    output: """
      {"identifier":"541333FF","expiry":"1227","serialNumber":"000001","keyLength":"70",\
      "verdict":"passed"}
      """,
    source: "openemv/emv-utils, tests/emv_rsa_cda_test.c")

  static let cardCertificate = Calculator.Example(
    input: """
      {"modulus":"D0DD5B9419DAC7E20E48AEADAF1E65038B3A2DD0A3FE6B312EE9874BE666E92634555FBCB9713D\
      52072531AB9C44E879CD5356DFB81904C4B8943BECFB4FB6E0A6AAF0CD68A9826CD41836DD4CBE1C3714CC9DB1\
      5F631F91FE664FB47DDDFE1B","exponent":"03",\
      "certificate":"ADD000FC43EA1B61D404AC8FB232B5869BF7361B84FB3E1DBED6FB6804807E313E6C8125650\
      C13CD5454BF7CBA2555153CEAD9C09C1E34971C298D92705DBCBA0FB30A67823904FCBF3AA4709E3F6611D3A0F\
      ACFE9047F94FC380E42FAAC9374",\
      "remainder":"9C7AE8B164457AC536FA433DE6BEC2CBA9EB67293E855F2760DDA4567283307BAEF451CA12CBF\
      063DAE9","publicExponent":"03","staticData":"5A0862109400000000015F24034912317C00",\
      "pan":"6210940000000001"}
      """,
    output: """
      {"identifier":"6210940000000001FFFF","expiry":"1249",\
      "publicModulus":"C7BAF6A638326C1D0688E3EB619566862D84C7A85E6B24DEB7EE0FA3BE734CC5E172E15A6\
      38D61D7B4F713ECFC6F4367402EC4E088679C7AE8B164457AC536FA433DE6BEC2CBA9EB67293E855F2760DDA45\
      67283307BAEF451CA12CBF063DAE9","verdict":"passed"}
      """,
    source: "made for this example with a test key of our own")

  static let pinCertificate = Calculator.Example(
    input: """
      {"modulus":"D0DD5B9419DAC7E20E48AEADAF1E65038B3A2DD0A3FE6B312EE9874BE666E92634555FBCB9713D\
      52072531AB9C44E879CD5356DFB81904C4B8943BECFB4FB6E0A6AAF0CD68A9826CD41836DD4CBE1C3714CC9DB1\
      5F631F91FE664FB47DDDFE1B","exponent":"03",\
      "certificate":"49B324EDA5B4E6A962795FA261F51BEE9D5D50C1CAB35E36083F8F9C24A8150B2F8ED9EB536\
      224E869DC88AF5FB73AE844FD3EB521E7FEE533A8D415FB2967236BD0F8BD4410F0BB615B27A152E9361FE6C2C\
      98D01200D89E3C890ADAC3E1E05",\
      "remainder":"9C7AE8B164457AC536FA433DE6BEC2CBA9EB67293E855F2760DDA4567283307BAEF451CA12CBF\
      063DAE9","publicExponent":"03","pan":"6210940000000001"}
      """,
    output: """
      {"publicModulus":"C7BAF6A638326C1D0688E3EB619566862D84C7A85E6B24DEB7EE0FA3BE734CC5E172E15A\
      638D61D7B4F713ECFC6F4367402EC4E088679C7AE8B164457AC536FA433DE6BEC2CBA9EB67293E855F2760DDA4\
      567283307BAEF451CA12CBF063DAE9","verdict":"passed"}
      """,
    source: "made for this example with a test key of our own")

  static let staticSignature = Calculator.Example(
    input: """
      {"modulus":"D0DD5B9419DAC7E20E48AEADAF1E65038B3A2DD0A3FE6B312EE9874BE666E92634555FBCB9713D\
      52072531AB9C44E879CD5356DFB81904C4B8943BECFB4FB6E0A6AAF0CD68A9826CD41836DD4CBE1C3714CC9DB1\
      5F631F91FE664FB47DDDFE1B","exponent":"03",\
      "signature":"3E78A87BE723E994FAA383E6D4003C63A2A6E84BFC6F7AB365EACA057386F2C4C61F75ED23A83\
      5218DA36D4131D1EDAEEFDBFE8C8A6619AFF4ADB91D46941B0AF2C7C866A3FD8CD9D3BFF6755F7288DD75C504E\
      0DFAF6D0D3293D238A4CAC21E","staticData":"5A0862109400000000015F24034912317C00"}
      """,
    output: """
      {"dataAuthenticationCode":"DAC0","verdict":"passed"}
      """,
    source: "made for this example with a test key of our own")

  static let dynamicSignature = Calculator.Example(
    input: """
      {"modulus":"C7BAF6A638326C1D0688E3EB619566862D84C7A85E6B24DEB7EE0FA3BE734CC5E172E15A638D61\
      D7B4F713ECFC6F4367402EC4E088679C7AE8B164457AC536FA433DE6BEC2CBA9EB67293E855F2760DDA4567283\
      307BAEF451CA12CBF063DAE9","exponent":"03",\
      "signature":"90CAD3F6E8EB865AE9008C50C8E1764B190450C2F1735943C61501AE3542A06253AD2794F9574\
      483D8B8D445A326E6FD1E0B165081762CF21E1DD6B2CBAB651B2496DAD6A67417510FF16938D1E6155DF1D647A\
      7D8F2099EF6DCA6B6058F357E","terminalData":"8B55633B"}
      """,
    output: """
      {"dynamicNumber":"C1C2C3C4","verdict":"passed"}
      """,
    source: "made for this example with a test key of our own")

  static let combinedSignature = Calculator.Example(
    input: """
      {"modulus":"900000000000000000000000001200000000000000000000000000000000480000000000000000\
      000000000000000010800000000000000000000000019800000000000000000000000000000006600000000000\
      000000000000000000000055","exponent":"03",\
      "signature":"7B9F22B297CCEAD536B87C449EEE744C6971AA0EBDD6B611C88E30FFF0A671CC6D6AC45A55553\
      11E30C466863817EA0AA3D13B54BEA6849976592DFC73DED0BB958D506DF7180FAA7A1FD0540859C0E539035BA\
      B64CE8891353DDD3008A0B446","unpredictableNumber":"8B55633B"}
      """,
    output: """
      {"dynamicNumber":"537EB5E03CC433C8","cryptogramInformation":"00",\
      "cryptogram":"55B6408DBC985131",\
      "transactionDataHash":"A04620C52455EA8F2370647AF36748A2CA4AA9F6","verdict":"passed"}
      """,
    source: "openemv/emv-utils, tests/emv_rsa_cda_test.c")

  static let masterKey = Calculator.Example(
    input: """
      {"issuerMasterKey":"0123456789ABCDEFFEDCBA9876543210","pan":"12345678901234567",\
      "sequenceNumber":"45","option":"b"}
      """,
    output: """
      {"checkValue":"0BAF87"}
      """,
    source: "knovichikhin/pyemv, tests/test_kd_hsm.py")

  static let cryptogram = Calculator.Example(
    input: """
      {"scheme":"cvn18","issuerMasterKey":"0123456789ABCDEFFEDCBA9876543210",\
      "pan":"1234567890123456","sequenceNumber":"00","9F02":"000000004000",\
      "9F03":"000000000000","9F1A":"0124","95":"8000048000","5F2A":"0124","9A":"191105",\
      "9C":"01","9F37":"52BF4585","82":"1800","9F36":"001C","9F10":"06011203A0B800"}
      """,
    output: """
      {"padding":"80","cryptogram":"7A788EA6B8A3E733"}
      """,
    source: "knovichikhin/pyemv, tests/test_cvn_hsm.py")

  static let sessionKey = Calculator.Example(
    input: """
      {"scheme":"csk","masterKey":"F84315C7B95BD3B0C74694922C3808B0",\
      "diversification":"1234567890123456"}
      """,
    output: """
      {"checkValue":"099592"}
      """,
    source: "knovichikhin/pyemv, tests/test_ac_hsm.py")

  static let responseCryptogram1 = Calculator.Example(
    input: """
      {"key":"F84315C7B95BD3B0C74694922C3808B0","cryptogram":"4B46013359B7A58B",\
      "responseCode":"0000"}
      """,
    output: """
      {"responseCryptogram":"F8C9CECAABD55AD1"}
      """,
    source: "knovichikhin/pyemv, tests/test_ac_hsm.py")

  static let responseCryptogram2 = Calculator.Example(
    input: """
      {"key":"3F736BF9D27664348A04E2ABE10DEEC0","cryptogram":"4B46013359B7A58B",\
      "statusUpdate":"00000000","proprietary":"1234567890ABCDEF"}
      """,
    output: """
      {"responseCryptogram":"4962B76C"}
      """,
    source: "knovichikhin/pyemv, tests/test_ac_hsm.py")

  static let scriptCode = Calculator.Example(
    input: """
      {"key":"94F867167C64EF23EAB0CB627A7ACB62","header":"8418000008",\
      "transactionCounter":"001C","cryptogram":"29CCA15AE665FA2E"}
      """,
    output: """
      {"mac":"DB56BA60087CEFD3"}
      """,
    source: "knovichikhin/pyemv, tests/test_cvn_hsm.py")

  static let pinChange = Calculator.Example(
    input: """
      {"scheme":"visa","pin":"9999","key":"52E0E0B692027FD59170C7B6D3BCB5D0",\
      "masterKey":"2F98ADEF3B4FFE0E5832759BB5D057D6"}
      """,
    output: """
      {"block":"049999FFC4B001F1","data":"D421231A6FD2F0FAEE671384F0D3A7B9"}
      """,
    source: "knovichikhin/pyemv, tests/test_sm_hsm.py")

  static let pinBlock = Calculator.Example(
    input: """
      {"format":0,"pin":"1234","pan":"5555555551234567"}
      """,
    output: """
      {"block":"041261AAAAEDCBA9"}
      """,
    source: "knovichikhin/psec, tests/test_pinblock.py")

  static let keyCheckValue = Calculator.Example(
    input: """
      {"algorithm":"des","key":"0123456789ABCDEFFEDCBA9876543210"}
      """,
    output: """
      {"checkValue":"08D7B4"}
      """,
    source: "knovichikhin/pyemv, tests/test_sm_hsm.py")

  static let curveSignature = Calculator.Example(
    input: """
      {"curve":"p256","publicKey":"D8F110D09D4BC436A0659987B8CDC9DBF1FFEDE0EEC404008516EB7E8099C\
      B1B","message":"454D5620342E34205844412031",\
      "signature":"47C9BE078AF181C02C943A945CB95A770B27DB3B7D7D455E5144D8045BB8AA518C409D9B9DE64\
      BDFD887C4896A7C9D70625374996592713335F52FCDE8D33876"}
      """,
    output: """
      {"verdict":"passed"}
      """,
    source: "made for this example with a test key of our own")

  static let sm2Signature = Calculator.Example(
    input: """
      {"publicKey":"09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE267\
      75A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13",\
      "message":"6D65737361676520646967657374",\
      "signature":"F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3B1B6AA29DF212\
      FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"}
      """,
    output: """
      {"verdict":"passed"}
      """,
    source: "GB/T 32918.5, annex A")

  static let hash = Calculator.Example(
    input: """
      {"algorithm":"sm3","data":"616263"}
      """,
    output: """
      {"hash":"66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0"}
      """,
    source: "GB/T 32905, annex A")

  static let messageCode = Calculator.Example(
    input: """
      {"algorithm":"aes-cmac","key":"2B7E151628AED2A6ABF7158809CF4F3C",\
      "data":"6BC1BEE22E409F96E93D7E117393172A"}
      """,
    output: """
      {"mac":"070A16B46B4D4144F79BDD9DD04A287C"}
      """,
    source: "RFC 4493, section 4")
}
