"""Lists in the shape in which their publishers write them, with parties that do not exist."""

import io
import zipfile

EU_XML = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-09-22T21:24:35.826+01:00" globalFileId="171703">
  <sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.1.10" logicalId="13">
    <remark>Chair of a test body</remark>
    <regulation regulationType="regulation" numberTitle="1/2024" programme="TST" logicalId="3">
      <publicationUrl>http://example.com/1</publicationUrl>
    </regulation>
    <subjectType code="person" classificationCode="P"/>
    <nameAlias firstName="Ivan" middleName="Petrovich" lastName="Testovsky" wholeName="Ivan Petrovich Testovsky"
      strong="true" regulationLanguage="en" logicalId="17"/>
    <nameAlias firstName="" lastName="" wholeName="Иван Петрович Тестовский" strong="true" logicalId="18"/>
    <nameAlias firstName="" middleName="" lastName="" wholeName="Vanya T." strong="false" logicalId="19"/>
    <citizenship region="" countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION" logicalId="1"/>
    <address city="" countryIso2Code="00" countryDescription="UNKNOWN" logicalId="2"/>
  </sanctionEntity>
  <sanctionEntity euReferenceNumber="EU.2.20" logicalId="42">
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias wholeName="Testneft Trading LLC" strong="true" logicalId="42"/>
    <address city="Minsk" countryIso2Code="BY" countryDescription="BELARUS" logicalId="25"/>
  </sanctionEntity>
</export>
"""

EU_CSV = (
    "\ufefffileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_UnitedNationId;Entity_DesignationDate;"
    "Entity_DesignationDetails;Entity_Remark;Entity_SubjectType;Entity_SubjectType_ClassificationCode;"
    "Entity_Regulation_Type;Entity_Regulation_Programme;NameAlias_LastName;NameAlias_FirstName;NameAlias_MiddleName;"
    "NameAlias_WholeName;NameAlias_NameLanguage;Address_CountryIso2Code;Citizenship_CountryIso2Code\r\n"
    "22/09/2026;13;EU.1.10;;;;Chair;P;person;regulation;TST;Testovsky;Ivan;Petrovich;Ivan Petrovich Testovsky;;;\r\n"
    "22/09/2026;13;EU.1.10;;;;Chair;P;person;regulation;TST;;;;Иван Тестовский;RU;;\r\n"
    "22/09/2026;13;EU.1.10;;;;Chair;P;person;regulation;TST;;;;;;;RU\r\n"
    '22/09/2026;42;EU.2.20;;;;;E;enterprise;regulation;TST;;;;"Testneft ""Trading""; Minsk branch";;BY;\r\n'
)

EU_CSV_1_0 = (
    "Date_file;Entity_logical_id;Subject_type;Leba_numtitle;Programme;Entity_remark;Naal_logical_id;Naal_lastname;"
    "Naal_firstname;Naal_middlename;Naal_wholename;Entity_logical_id;Addr_country;Citi_country;EU_ref_num\n"
    "22/09/2026;13;P;1/2024;TST;;17;;;;Ivan Petrovich Testovsky;;;;EU.1.10\n"
    "22/09/2026;13;P;1/2024;TST;;;;;;;13;;RUS;EU.1.10\n"
)

UN_XML = """<?xml version="1.0" encoding="utf-8"?>
<CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" dateGenerated="2026-09-30T23:00:03.428Z">
  <INDIVIDUALS>
    <INDIVIDUAL>
      <DATAID>9000001</DATAID><VERSIONNUM>1</VERSIONNUM>
      <FIRST_NAME>ZEPH</FIRST_NAME><SECOND_NAME>OKTEST</SECOND_NAME><THIRD_NAME/><FOURTH_NAME>MBWANATEST</FOURTH_NAME>
      <UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDi.901</REFERENCE_NUMBER><LISTED_ON>2014-05-20</LISTED_ON>
      <NAME_ORIGINAL_SCRIPT/><COMMENTS1>A test.</COMMENTS1>
      <NATIONALITY><VALUE>Iran (Islamic Republic of)</VALUE><VALUE>Syrian Arab Republic</VALUE></NATIONALITY>
      <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Zeph Mbwanatest</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Zeph</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ADDRESS><COUNTRY>Kenya</COUNTRY></INDIVIDUAL_ADDRESS>
    </INDIVIDUAL>
  </INDIVIDUALS>
  <ENTITIES>
    <ENTITY>
      <DATAID>9000101</DATAID><FIRST_NAME>CORAL TESTREEF TRADING &amp; CO</FIRST_NAME>
      <UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPe.951</REFERENCE_NUMBER>
      <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>Testreef</ALIAS_NAME></ENTITY_ALIAS>
      <ENTITY_ADDRESS><COUNTRY>Democratic People's Republic of Korea</COUNTRY></ENTITY_ADDRESS>
    </ENTITY>
  </ENTITIES>
</CONSOLIDATED_LIST>
"""

OFAC_XML = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
  <publshInformation><Publish_Date>09/23/2026</Publish_Date><Record_Count>3</Record_Count></publshInformation>
  <sdnEntry>
    <uid>90036</uid><lastName>AEROTEST AIRLINES</lastName><sdnType>Entity</sdnType>
    <programList><program>TESTA</program><program>TESTB</program></programList>
    <akaList><aka><uid>12</uid><type>a.k.a.</type><category>strong</category><lastName>AERO-TEST</lastName></aka></akaList>
    <addressList><address><uid>25</uid><city>Havana</city><country>Cuba</country></address></addressList>
  </sdnEntry>
  <sdnEntry>
    <uid>97800</uid><firstName>Vladim</firstName><lastName>TESTIN</lastName><sdnType>Individual</sdnType>
    <akaList><aka><uid>1</uid><type>a.k.a.</type><category>weak</category><firstName>V.</firstName><lastName>T</lastName></aka>
    </akaList>
    <nationalityList><nationality><uid>2</uid><country>Korea, North</country><mainEntry>true</mainEntry></nationality>
    </nationalityList>
  </sdnEntry>
  <sdnEntry>
    <uid>98001</uid><lastName>OCEAN TESTSTAR</lastName><sdnType>Vessel</sdnType>
    <vesselInfo><vesselFlag>Panama</vesselFlag></vesselInfo>
  </sdnEntry>
</sdnList>
"""

SDN_CSV = (
    '90036,"AEROTEST AIRLINES",-0- ,"TESTA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    '97800,"TESTIN, Vladim","individual","TESTB",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1952."\r\n'
    '98001,"OCEAN TESTSTAR","vessel","TESTB",-0- ,"X",-0- ,-0- ,-0- ,"Panama",-0- ,-0- \r\n\x1a'
)
ALT_CSV = '90036,12,"aka","AERO-TEST",-0- \r\n90036,13,"fka","COMPAÑIA AEROTEST",-0- \r\n\x1a'
ADD_CSV = '90036,25,-0- ,"Havana","Cuba",-0- \r\n97800,129,"Street 1","Town","Korea, North",-0- \r\n\x1a'
PLAIN_CSV = (
    "Reference,Name,Aliases,Countries,Kind,Programme,Remark\n"
    'R1,"Badpayer Test Ltd","Badpay|Bad Payer Testing","GB|Ireland",company,Insolvency,Owes 12\n'
    "R2,Ann Exampleton,,,person,,\n"
    "R1,Badpayer Old Name,,,,,\n"
)


def zipped(**files):
    """Return a ZIP of ``files``: names without their extension's dot replaced by two underscores."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return content.getvalue()
